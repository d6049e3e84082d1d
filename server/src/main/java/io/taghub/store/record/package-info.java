/** What became of each event at each tag: verdicts and attempts. */
@NullMarked
package io.taghub.store.record;

import org.jspecify.annotations.NullMarked;
