/** Whether a request is from whom it says: tokens, signatures and how old one may be. */
@NullMarked
package io.taghub.inbound.verify;

import org.jspecify.annotations.NullMarked;
