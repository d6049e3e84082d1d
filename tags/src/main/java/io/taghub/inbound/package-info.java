/** What others send us of their own accord: webhooks of shops and back ends, postbacks of networks. Pure: no clock, no network. */
@NullMarked
package io.taghub.inbound;

import org.jspecify.annotations.NullMarked;
