/** The commands, and the one place where the parts of the hub are put together. */
@NullMarked
package io.taghub.cli;

import org.jspecify.annotations.NullMarked;
