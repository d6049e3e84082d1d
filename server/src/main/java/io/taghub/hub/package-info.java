/** The hub: every part made and wired once, its settings, reloads, upkeep and clock. */
@NullMarked
package io.taghub.hub;

import org.jspecify.annotations.NullMarked;
