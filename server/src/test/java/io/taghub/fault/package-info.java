/** The fault matrix: a packaged hub as a child process, under load, and what a machine can do to it. */
@NullMarked
package io.taghub.fault;

import org.jspecify.annotations.NullMarked;
