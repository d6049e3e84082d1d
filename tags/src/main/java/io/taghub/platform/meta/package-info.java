/** Meta: the Conversions API and the sandbox's stand-in for it. */
@NullMarked
package io.taghub.platform.meta;

import org.jspecify.annotations.NullMarked;
