/** TikTok Events API. */
@NullMarked
package io.taghub.tag.tiktok;

import org.jspecify.annotations.NullMarked;
