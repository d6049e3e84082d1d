/**
 * The fake platforms: one HTTP server on loopback that behaves like the ad platforms and affiliate networks behind it.
 *
 * <p>It knows the vendors' contracts and nothing of the tag handlers, so that a mistake in a handler is found here and
 * not mirrored.
 */
@NullMarked
package io.taghub.sandbox;

import org.jspecify.annotations.NullMarked;
