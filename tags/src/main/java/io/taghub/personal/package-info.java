/** What is personal, under whatever name it comes: one list for pages, logs, requests and erasure. */
@NullMarked
package io.taghub.personal;

import org.jspecify.annotations.NullMarked;
