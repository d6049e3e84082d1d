/** The page of tags: how each is, and what can be done about it. */
@NullMarked
package io.taghub.console.tags;

import org.jspecify.annotations.NullMarked;
