/** Events from back ends. */
@NullMarked
package io.taghub.intake.events;

import org.jspecify.annotations.NullMarked;
