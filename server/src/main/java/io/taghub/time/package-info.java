/** What time it is, and what lasts: the hub's one clock, and log lines about what goes on and on. Knows nobody. */
@NullMarked
package io.taghub.time;

import org.jspecify.annotations.NullMarked;
