/** What is at rest without saying who it is: people as keys, events as ciphertext. */
@NullMarked
package io.taghub.store.seal;

import org.jspecify.annotations.NullMarked;
