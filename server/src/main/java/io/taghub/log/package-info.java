/** How the hub's log is kept readable. */
@NullMarked
package io.taghub.log;

import org.jspecify.annotations.NullMarked;
