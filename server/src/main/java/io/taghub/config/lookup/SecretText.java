package io.taghub.config.lookup;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is wrong with a secret as it came from the environment or a file; never says what it is. */
public final class SecretText {
    /** Shorter ones are none, and would black out half of every message. */
    public static final int SHORTEST = 4;

    private static final Pattern SCHEME = Pattern.compile("(?i)(bearer|basic|token)\\s.*|authorization:.*");
    private static final Pattern STRUCTURED = Pattern.compile("(?s)\\s*(\\{.*}|-----BEGIN .*)\\s*");
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?i)(your|insert|enter|paste|put)[-_ ].*|change[-_ ]?me"
                    + "|replace[-_ ]?me|x{3,}|\\*{3,}|to-?do|tbd|placeholder|<[^<>]*>|\\.{3}|null|undefined|none|example|dummy");

    /** {@code ${META_TOKEN}}: what a shell or a tool should have filled in. */
    private static final Pattern UNFILLED =
            Pattern.compile("\\$\\{\\{?[^{}]*}?}|\\$\\(\\w+\\)|\\$[A-Z_][A-Z0-9_]*|%[A-Z_][A-Z0-9_]*%|\\{\\{[^{}]*}}");

    /** {@code META_TOKEN=EAAB}: a line of a file of variables, or a parameter with its name. */
    private static final Pattern ASSIGNED = Pattern.compile(
            "(?:export\\s+)?(?:(?i:[\\w.-]*(?:token|key|secret|passw(?:or)?d|pwd|auth)[\\w.-]*)\\s*[=:]|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+=)\\s*[^\\s=].*");

    /** Two secrets of Standard Webhooks, of which one takes the place of the other. */
    private static final Pattern SIGNING = Pattern.compile("whsec_[A-Za-z0-9+/=_-]+( +whsec_[A-Za-z0-9+/=_-]+)+");

    /** What a service account's file holds and a secret's own name does not. */
    private static final Pattern ACCOUNT =
            Pattern.compile("(?s).*\"(private_key|client_email|refresh_token|client_secret)\".*");

    private SecretText() {}

    /**
     * What makes a platform refuse it for certain; null where nothing does.
     *
     * @param alone whether it is the secret alone, to which what stands in front of it is added when it is sent
     */
    public static @Nullable String wrong(String secret, boolean alone) {
        if (UNFILLED.matcher(secret).matches()) {
            return "a reference stands here that nothing has filled in; set the secret itself";
        }
        if (STRUCTURED.matcher(secret).matches()) {
            return null;
        }
        if (!secret.equals(secret.strip())) {
            return "this secret begins or ends with white space; take it out";
        }
        char first = secret.charAt(0);
        if (secret.length() > 1 && "\"'`\u201C\u201D\u2018\u2019".indexOf(first) >= 0
                || "\"'`\u201C\u201D\u2018\u2019".indexOf(secret.charAt(secret.length() - 1)) >= 0) {
            return "the quotes are part of this secret; take them out where it is set";
        }
        if (alone && SCHEME.matcher(secret).matches()) {
            return "this secret begins with the word that is sent in front of it; set what follows that word alone";
        }
        if (alone && ASSIGNED.matcher(secret).matches()) {
            return "this secret begins with its name; set what follows it alone";
        }
        if (secret.lines().count() > 1) {
            return "this secret has more than one line; set it alone";
        }
        return secret.chars()
                        .anyMatch(c -> Character.isISOControl(c) || c == '\u200B' || c == '\uFEFF' || c == '\u00A0')
                ? "an invisible character stands in this secret; set it anew"
                : null;
    }

    /** What it probably is not meant to be; null where it may be. */
    public static @Nullable String doubtful(String secret) {
        if (isFillIn(secret)) {
            return "this looks like the place where a secret belongs, and not like one";
        }
        if (secret.startsWith("{")
                && STRUCTURED.matcher(secret).matches()
                && !ACCOUNT.matcher(secret).matches()) {
            return "this secret is a group in braces; is the secret one of the values in it?";
        }
        if (secret.endsWith(";") || secret.endsWith(",")) {
            return "this secret ends with a '" + secret.charAt(secret.length() - 1) + "'; is that a part of it?";
        }
        if (!STRUCTURED.matcher(secret).matches()
                && !SIGNING.matcher(secret).matches()
                && secret.chars().anyMatch(Character::isWhitespace)) {
            return "white space stands in this secret; is all of it meant?";
        }
        return secret.length() < SHORTEST
                ? "this secret has fewer than " + SHORTEST + " characters; is it all of it?"
                : null;
    }

    /** {@code YOUR_PIXEL}, {@code <token>}, {@code changeme}: what a guide writes where something is to be filled in. */
    public static boolean isFillIn(String text) {
        return PLACEHOLDER.matcher(text).matches();
    }
}
