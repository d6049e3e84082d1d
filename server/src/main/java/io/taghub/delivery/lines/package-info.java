/** Orders that a platform is told line by line. */
@NullMarked
package io.taghub.delivery.lines;

import org.jspecify.annotations.NullMarked;
