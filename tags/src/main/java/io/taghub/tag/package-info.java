/** The tag contract: what a handler of a platform or network must say, and the words the hub answers with. */
@NullMarked
package io.taghub.tag;

import org.jspecify.annotations.NullMarked;
