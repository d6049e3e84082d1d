/** Text as people write it: patterns that cannot run away, amounts, times and addresses, and what was probably meant. */
@NullMarked
package io.taghub.text;

import org.jspecify.annotations.NullMarked;
