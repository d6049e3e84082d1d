package io.taghub.store.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a table that is gone through a part at a time, round and round.
 *
 * @param old what of it is over
 * @param next where to go on, null at the end
 */
public record Swept<R, P>(List<R> old, @Nullable P next) {}
