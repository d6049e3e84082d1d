/** The stores there are: SQLite in a file and PostgreSQL, opened, kept small and put together. */
@NullMarked
package io.taghub.store.sql;

import org.jspecify.annotations.NullMarked;
