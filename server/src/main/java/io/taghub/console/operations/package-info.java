/** What operators and tests ask of the hub itself: metrics, its clock, and that it forgets somebody. */
@NullMarked
package io.taghub.console.operations;

import org.jspecify.annotations.NullMarked;
