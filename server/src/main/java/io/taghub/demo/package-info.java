/** A made-up casino and a made-up shop with a back end of their own, to try the hub on without a site. */
@NullMarked
package io.taghub.demo;

import org.jspecify.annotations.NullMarked;
