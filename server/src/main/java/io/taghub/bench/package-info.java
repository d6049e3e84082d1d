/** Load, a fast receiver and a hub as a child process: what measures the hub, and what tests break it with. */
@NullMarked
package io.taghub.bench;

import org.jspecify.annotations.NullMarked;
