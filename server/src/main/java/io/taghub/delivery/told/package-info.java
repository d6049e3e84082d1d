/** The event as a tag is told of it. */
@NullMarked
package io.taghub.delivery.told;

import org.jspecify.annotations.NullMarked;
