/** Text as people write it: patterns that cannot run away, and what was probably meant. */
@NullMarked
package io.taghub.text;

import org.jspecify.annotations.NullMarked;
