/** The way into the journal: which copy is new, a twin or a duplicate, and the log that keeps it. */
@NullMarked
package io.taghub.store.journal;

import org.jspecify.annotations.NullMarked;
