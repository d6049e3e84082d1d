/** What commands print over several lines. */
@NullMarked
package io.taghub.cli.report;

import org.jspecify.annotations.NullMarked;
