/** Makes a tag of a postback URL that somebody copied from a network's page, a mail or a tracker's settings. */
@NullMarked
package io.taghub.postback.convert;

import org.jspecify.annotations.NullMarked;
