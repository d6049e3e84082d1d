/** The sources of webhooks and postbacks that come with TagHub, and which tags are theirs. */
@NullMarked
package io.taghub.config.inbound;

import org.jspecify.annotations.NullMarked;
