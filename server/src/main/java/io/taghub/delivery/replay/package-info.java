/** Sends again what people ask to be sent again. */
@NullMarked
package io.taghub.delivery.replay;

import org.jspecify.annotations.NullMarked;
