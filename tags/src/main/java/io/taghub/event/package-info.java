/** The event language: what happened, to whom, with which click ids and which consent. */
@NullMarked
package io.taghub.event;

import org.jspecify.annotations.NullMarked;
