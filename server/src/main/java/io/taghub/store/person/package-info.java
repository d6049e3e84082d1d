/** Who is who: visitors, users, what links them, what they agreed to and which clicks brought them. */
@NullMarked
package io.taghub.store.person;

import org.jspecify.annotations.NullMarked;
