/** Meta Conversions API. */
@NullMarked
package io.taghub.tag.meta;

import org.jspecify.annotations.NullMarked;
