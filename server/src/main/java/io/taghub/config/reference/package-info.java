/** What can be written in the config, told to people and to editors: the reference page and the JSON Schema. */
@NullMarked
package io.taghub.config.reference;

import org.jspecify.annotations.NullMarked;
