/** YAML as it was written: values with the place each stands at, and what is broken said in plain words. */
@NullMarked
package io.taghub.config.yaml;

import org.jspecify.annotations.NullMarked;
