/**
 * The hub's memory: the journal of events, where each lane stands in it, what waits, what was attempted, and who clicked
 * what. One SQL shape on SQLite and PostgreSQL. No method returns before what it wrote is durable.
 */
@NullMarked
package io.taghub.store;

import org.jspecify.annotations.NullMarked;
