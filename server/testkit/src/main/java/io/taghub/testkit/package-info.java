/** For QA: a hub in sandbox mode inside a test, and what each platform must have received. Starts with {@code TaghubExtension}. */
@NullMarked
package io.taghub.testkit;

import org.jspecify.annotations.NullMarked;
