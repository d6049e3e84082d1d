/** What all of the hub's HTTP listeners have in common: what a request means, and how long a stranger may take over it. */
@NullMarked
package io.taghub.listener;

import org.jspecify.annotations.NullMarked;
