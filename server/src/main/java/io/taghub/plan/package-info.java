/** What another config would change: in words, and counted over what came in lately. Nothing is sent or written. */
@NullMarked
package io.taghub.plan;

import org.jspecify.annotations.NullMarked;
