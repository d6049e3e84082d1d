/**
 * From the journal to the platforms. To be read in this order, which is the way an event takes:
 *
 * <ol>
 *   <li>{@code Lanes} runs one {@code Lane} per tag, which reads a page of events and moves on in one commit.
 *   <li>{@code Round} takes the page; of each event {@code Triage} decides: send, wait, or one of the verdicts.
 *   <li>{@code Courier} sends what is {@code Ready} in batches, several at once ({@code Flight}), no faster than {@code
 *       Pace} allows; {@code Tried} is what one request came to, {@code Sorting} finds the event that spoils a batch.
 *   <li>{@code Aftermath} says what becomes of each event: a decision, or put aside until {@code Schedule} says;
 *       {@code Due} knows when, and the lane takes it up again.
 *   <li>{@code Health} says whether the lane carries on, probes, rests ({@code Breaker}) or pauses.
 *   <li>Beside it: {@code Inquiry} asks platforms that answer later, {@code Shadow} builds without sending, {@code Replay}
 *       puts back what was decided against, {@code Retirement} ends the lanes of tags that are gone, {@code Probe} tries
 *       credentials.
 * </ol>
 */
@NullMarked
package io.taghub.delivery;

import org.jspecify.annotations.NullMarked;
