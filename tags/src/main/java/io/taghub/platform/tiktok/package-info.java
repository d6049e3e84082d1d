/** TikTok: the Events API and the sandbox's stand-in for it. */
@NullMarked
package io.taghub.platform.tiktok;

import org.jspecify.annotations.NullMarked;
