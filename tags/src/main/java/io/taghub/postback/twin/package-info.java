/**
 * What the sandbox plays of affiliate networks: one engine, and per network a file {@code twin.yaml} that says what it asks
 * for, what it takes for a repeat and what it answers. It knows nothing of presets, so that a mistake in one is found here
 * and not mirrored.
 */
@NullMarked
package io.taghub.postback.twin;

import org.jspecify.annotations.NullMarked;
