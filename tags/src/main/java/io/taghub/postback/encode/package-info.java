/** How a value is written: percent-encoded, hashed, signed. */
@NullMarked
package io.taghub.postback.encode;

import org.jspecify.annotations.NullMarked;
