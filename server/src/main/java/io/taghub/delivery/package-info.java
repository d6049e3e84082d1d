/**
 * From the journal to the platforms. {@code Lanes} runs one {@code Lane} per tag; a lane reads a page of events,
 * {@code Round} and {@code Triage} decide what goes out, {@code Courier} sends it in batches, {@code Sorting} finds the
 * event that spoils one, {@code Aftermath} says what becomes of each event, one commit moves the lane on, and
 * {@code Health} says whether it carries on, probes, rests or pauses.
 */
@NullMarked
package io.taghub.delivery;

import org.jspecify.annotations.NullMarked;
