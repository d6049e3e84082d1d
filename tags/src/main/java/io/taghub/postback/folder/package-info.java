/** Where a network's files lie. Its preset and its twin are both read from there and know nothing of each other. */
@NullMarked
package io.taghub.postback.folder;

import org.jspecify.annotations.NullMarked;
