/** The operator's YAML, read into one immutable value; every problem at once, with file, line and column. */
@NullMarked
package io.taghub.config;

import org.jspecify.annotations.NullMarked;
