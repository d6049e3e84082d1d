package io.taghub.postback.convert;

import io.taghub.tag.TypedSecrets;
import java.util.regex.Pattern;

/** Whether a pasted value is a secret: what stands there, or where it stands. Nothing is lost where it is none. */
final class SecretPlace {
    /** Where a value that is no macro is always taken for one. */
    private static final Pattern NAMES = Pattern.compile(
            "(?i)(?:.*[_.-])?(?:pass(?:w(?:or)?d|phrase|code)?|pwd|pw|sign(?:ature)?|sig|key|token|secret|hash|hmac|auth(?:orization)?"
                    + "|checksum|credentials?|secure|security|bearer|jwt|apikey|accesskey|pin|psk)");

    /** A pair of words that ends so and is no secret. */
    private static final Pattern OTHERS = Pattern.compile(
            "(?i)(?:goal|event|goal_token|event_token|conversion|product|page|coupon|sort|public|foreign|primary)[_.-]?(?:key|token|hash|sign|pin)");

    private static final Pattern PLAIN = Pattern.compile("(?i)|[01yn]|true|false|yes|no|on|off|none|null");

    private SecretPlace() {}

    /** A secret in clear. */
    static boolean isTyped(String name, String value) {
        return TypedSecrets.in(name, value)
                || (isName(name)
                        && !PLAIN.matcher(value.strip()).matches()
                        && !Rewritten.of(name, value).hasMacros());
    }

    /** The place of one that is to be filled in, where no macro of ours is meant. */
    static boolean isOpen(String name, String value) {
        Rewritten rewritten = Rewritten.of(name, value);
        boolean certain = TypedSecrets.isName(name) || name.matches("(?i)key|pass|auth|token|secret|password");
        return certain && (!rewritten.hasMacros() || !rewritten.unknown().isEmpty());
    }

    private static boolean isName(String name) {
        String snake = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_");
        return (NAMES.matcher(snake).matches() || NAMES.matcher(name).matches())
                && !OTHERS.matcher(snake).matches();
    }
}
