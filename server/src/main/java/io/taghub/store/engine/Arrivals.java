package io.taghub.store.engine;

import java.util.List;

/**
 * Copies that go through the gate together. With the moments it says all that the gate's answer depends on beside what is
 * stored, so that the same group before the same store is answered the same again.
 *
 * @param now in nanoseconds since 1970
 * @param settled no later than now; what is kept until then may be forgotten
 */
public record Arrivals(long now, long settled, List<Copy> copies) {}
