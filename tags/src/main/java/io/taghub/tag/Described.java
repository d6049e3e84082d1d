package io.taghub.tag;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says what one component of a form is for; shown in the schema, the reference page and error messages. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Described {
    String value();

    /** The key in YAML, where it is not the component's name in snake_case: {@code default} is no name in Java. */
    String name() default "";

    /** An example for the reference page. */
    String example() default "";

    /** A regular expression the value must match as a whole. */
    String pattern() default "";

    /** The value where the operator gives none, as it would be written in YAML. */
    String byDefault() default "";
}
