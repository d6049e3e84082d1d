/** The script, and the events it sends. */
@NullMarked
package io.taghub.intake.snippet;

import org.jspecify.annotations.NullMarked;
