/** Who it is: the visitor's cookie, the click that brought them, and which of several clicks counts. */
@NullMarked
package io.taghub.identity;

import org.jspecify.annotations.NullMarked;
