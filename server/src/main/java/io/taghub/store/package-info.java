/**
 * The hub's memory: the journal of events, where each lane stands in it, what waits, what was attempted, and who clicked
 * what. One SQL shape on SQLite and PostgreSQL. No method returns before what it wrote is durable. To be read in this
 * order:
 *
 * <ol>
 *   <li>{@link io.taghub.store.Store} and its three faces {@link io.taghub.store.Journal}, {@link
 *       io.taghub.store.LaneStore} and {@link io.taghub.store.IdentityStore}: everything other packages know.
 *   <li>In: {@code Gate} lets copies through, many in one transaction of the {@code Writer}; {@code Passage} decides of
 *       each whether it is new, a twin or a duplicate; {@code EventLog} keeps it, {@code EventCodec} and {@code Sealer}
 *       say how.
 *   <li>On: {@code SqlLanes}; a lane's row is a {@code Lane}, {@code LaneSteps} writes its steps and {@code Stretch} does
 *       the sums; {@code Page} and {@code Verdicts} keep what was decided, {@code Parkings} what was put aside, {@code
 *       Attempts} what was sent; {@code Reviews} is what people change afterwards.
 *   <li>Out: {@code Trimming} forgets what is old, {@code Erasure} whoever asks for it.
 *   <li>Who: {@code SqlIdentity}, {@code Identities}, {@code Visitor}, {@code User} and {@code Touches}.
 *   <li>Below: {@code Database} is what differs between {@code Sqlite} and {@code Postgres}; {@code Session} runs the SQL,
 *       {@code Tx} is one transaction.
 * </ol>
 */
@NullMarked
package io.taghub.store;

import org.jspecify.annotations.NullMarked;
