/** One transaction at a time: sessions, the writer's group commit, and what SQL needs to know of a database. */
@NullMarked
package io.taghub.store.engine;

import org.jspecify.annotations.NullMarked;
