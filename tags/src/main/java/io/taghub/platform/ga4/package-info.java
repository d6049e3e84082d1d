/** Google Analytics 4: the Measurement Protocol and the sandbox's stand-in for it. */
@NullMarked
package io.taghub.platform.ga4;

import org.jspecify.annotations.NullMarked;
