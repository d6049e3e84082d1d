/** Where each tag stands in the journal, and what waits for it. */
@NullMarked
package io.taghub.store.lane;

import org.jspecify.annotations.NullMarked;
