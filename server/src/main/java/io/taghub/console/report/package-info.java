/** The page of totals by day, event and receiver, and a partner's numbers against ours. */
@NullMarked
package io.taghub.console.report;

import org.jspecify.annotations.NullMarked;
