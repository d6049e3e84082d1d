/** What came by webhook and postback, and what became of each. */
@NullMarked
package io.taghub.console.received;

import org.jspecify.annotations.NullMarked;
