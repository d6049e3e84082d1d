/**
 * S2S postbacks: one tag type for every affiliate network that only needs a URL, described by a preset file. A preset
 * substitutes and formats; it never branches. A network that needs more is a tag type of its own.
 */
@NullMarked
package io.taghub.postback;

import org.jspecify.annotations.NullMarked;
