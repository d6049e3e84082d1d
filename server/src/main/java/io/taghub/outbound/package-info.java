/** The hub's way out: one connection pool per tag, tokens, the address guard, redaction. Never follows a redirect. */
@NullMarked
package io.taghub.outbound;

import org.jspecify.annotations.NullMarked;
