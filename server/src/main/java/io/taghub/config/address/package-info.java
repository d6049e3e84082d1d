/** Blocks of addresses, and which of them are the public's. */
@NullMarked
package io.taghub.config.address;

import org.jspecify.annotations.NullMarked;
