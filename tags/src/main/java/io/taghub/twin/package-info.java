/** What a sandbox twin of a receiver is: a call comes in, an answer goes out, and the ledger says what the receiver would count. */
@NullMarked
package io.taghub.twin;

import org.jspecify.annotations.NullMarked;
