/**
 * What became of events by day, event and receiver, and why a partner's numbers are others: {@link EventReport} counts, {@link
 * Reconciler} joins a {@link PartnerFile} to {@link OurSide} and says the {@link Cause} of each {@link Discrepancy}.
 */
@NullMarked
package io.taghub.report;

import org.jspecify.annotations.NullMarked;
