/** Google: Data Manager API and GA4 Measurement Protocol. */
@NullMarked
package io.taghub.tag.google;

import org.jspecify.annotations.NullMarked;
