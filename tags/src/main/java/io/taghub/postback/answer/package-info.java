/** What a network's answer means: the rules of a preset, and plain words where it has none. */
@NullMarked
package io.taghub.postback.answer;

import org.jspecify.annotations.NullMarked;
