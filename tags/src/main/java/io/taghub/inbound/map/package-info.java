/** Which field of an event is where in a sender's request. */
@NullMarked
package io.taghub.inbound.map;

import org.jspecify.annotations.NullMarked;
