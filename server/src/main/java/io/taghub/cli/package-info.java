/** The commands. */
@NullMarked
package io.taghub.cli;

import org.jspecify.annotations.NullMarked;
