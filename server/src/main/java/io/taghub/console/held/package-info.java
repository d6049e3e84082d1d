/** The page of what is held for a person. */
@NullMarked
package io.taghub.console.held;

import org.jspecify.annotations.NullMarked;
