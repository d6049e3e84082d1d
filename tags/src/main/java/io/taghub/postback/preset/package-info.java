/** What the files of networks say, and the calls that they and tags write down: read and checked, not yet compiled. */
@NullMarked
package io.taghub.postback.preset;

import org.jspecify.annotations.NullMarked;
