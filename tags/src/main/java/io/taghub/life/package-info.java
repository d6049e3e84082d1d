/** The life of a conversion: what events say of it, one after the other, and which of that is a legal move. */
@NullMarked
package io.taghub.life;

import org.jspecify.annotations.NullMarked;
