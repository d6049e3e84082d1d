/** A request as it came, what became of it, and what its sender is answered. */
@NullMarked
package io.taghub.inbound.hook;

import org.jspecify.annotations.NullMarked;
