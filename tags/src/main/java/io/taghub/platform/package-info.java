/** What a platform is; each has a room of its own below, with its tag, twin, golden cases and notes in one folder. */
@NullMarked
package io.taghub.platform;

import org.jspecify.annotations.NullMarked;
