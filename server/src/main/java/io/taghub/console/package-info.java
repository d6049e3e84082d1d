/**
 * What a person sees of the hub: the console's pages, its JSON API, its metrics, and the trace of one event that
 * {@code taghub explain} prints as well. Everything shown is masked in one place, {@link io.taghub.console.Masked}.
 */
@NullMarked
package io.taghub.console;

import org.jspecify.annotations.NullMarked;
