/**
 * The hub's memory: the journal of events, where each lane stands in it, what waits, what was attempted, and who clicked
 * what. One SQL shape on SQLite and PostgreSQL. No method returns before what it wrote is durable. To be read in this
 * order:
 *
 * <ol>
 *   <li>{@link io.taghub.store.Store} and its faces {@link io.taghub.store.Journal}, {@link
 *       io.taghub.store.LaneStore} and {@link io.taghub.store.IdentityStore}: everything other packages know.
 *   <li>In, {@code journal}: {@code JournalGate} lets copies through, many in one transaction of the {@code Writer} of
 *       {@code engine}; {@code Deduplication} decides of each whether it is new, a twin or a duplicate, {@code
 *       AdmissionBatch} loads and stores what that needs; {@code EventLog} keeps the event, {@code EventCodec} and {@code
 *       Sealer} of {@code seal} say how.
 *   <li>On, {@code lane}: {@code SqlLanes}; a lane's row is a {@code LaneRow}, {@code LaneSteps} writes its steps and {@code
 *       LaneRange} does the sums; {@code Parkings} keeps what was put aside, {@code Reviews} is what people change
 *       afterwards. {@code record}: {@code VerdictPage} and {@code Verdicts} keep what was decided, {@code Attempts} what
 *       was sent; {@code Leaving} writes down what stays of an event whose body goes, for {@link
 *       io.taghub.store.ReportStore}.
 *   <li>Who, {@code person}: {@code Identities}, {@code Visitor}, {@code User} and {@code Touches}.
 *   <li>{@code sql} puts it together: {@code Sqlite} and {@code Postgres}, {@code SqlIdentity}, {@code Erasure}; {@code
 *       Trimming} of {@code journal} forgets what is old. {@code engine} is below all: {@code Database} is what differs
 *       between the two, {@code Session} runs the SQL, {@code Tx} is one transaction.
 * </ol>
 */
@NullMarked
package io.taghub.store;

import org.jspecify.annotations.NullMarked;
