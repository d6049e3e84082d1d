/** Events in the form of a platform's own API, put into ours before they are read. */
@NullMarked
package io.taghub.event.vendor;

import org.jspecify.annotations.NullMarked;
