/** The cases an operator writes about a config: an event in, and of each tag the request or why there is none. */
@NullMarked
package io.taghub.cases;

import org.jspecify.annotations.NullMarked;
