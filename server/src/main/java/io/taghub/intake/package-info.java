/** The public listener: what browsers and back ends may send, and the script they load. */
@NullMarked
package io.taghub.intake;

import org.jspecify.annotations.NullMarked;
