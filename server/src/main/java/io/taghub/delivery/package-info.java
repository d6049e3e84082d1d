/**
 * From the journal to the platforms. {@code Lanes} runs one {@code Lane} per tag; a lane reads events, {@code Triage}
 * decides what goes out, {@code Courier} sends it in batches, {@code Aftermath} says what becomes of each event, and one
 * commit moves the lane on.
 */
@NullMarked
package io.taghub.delivery;

import org.jspecify.annotations.NullMarked;
