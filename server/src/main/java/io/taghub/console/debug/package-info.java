/** The debug overlay on the operator's own pages. */
@NullMarked
package io.taghub.console.debug;

import org.jspecify.annotations.NullMarked;
