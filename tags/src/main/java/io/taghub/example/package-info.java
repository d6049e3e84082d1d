/**
 * What a request is expected to be, and how it differs: one comparison for the golden cases of a platform and for the cases
 * an operator writes about a config.
 */
@NullMarked
package io.taghub.example;

import org.jspecify.annotations.NullMarked;
