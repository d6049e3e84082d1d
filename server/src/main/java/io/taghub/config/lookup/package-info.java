/** What the config takes from outside its file: variables and files, and what is wrong with what they hold. */
@NullMarked
package io.taghub.config.lookup;

import org.jspecify.annotations.NullMarked;
