/** The pages of events: the list, and of one event what each tag did with it and why. */
@NullMarked
package io.taghub.console.events;

import org.jspecify.annotations.NullMarked;
