/** The rows of conversions: what was said of each, who had a first one, and what of it decides about the next event. */
@NullMarked
package io.taghub.store.conversion;

import org.jspecify.annotations.NullMarked;
