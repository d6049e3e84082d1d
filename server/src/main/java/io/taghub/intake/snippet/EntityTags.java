package io.taghub.intake.snippet;

import java.util.Collections;
import java.util.Enumeration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code If-None-Match} as RFC 9110 (13.1.2) has it: {@code *}, or a list of tags, of which a weak one is as good as a strong. */
final class EntityTags {
    /** A comma may be part of a tag, so a list is not split at commas. */
    private static final Pattern TAG = Pattern.compile("\\G[\\s,]*+(?:W/)?+(\"[^\"]*+\")\\s*+(?=,|$)");

    private EntityTags() {}

    /** Whether the client has the representation with this tag already; the header may come in several lines. */
    static boolean match(Enumeration<String> ifNoneMatch, String etag) {
        for (String line : Collections.list(ifNoneMatch)) {
            if (line.strip().equals("*")) {
                return true;
            }
            Matcher tags = TAG.matcher(line);
            while (tags.find()) {
                if (tags.group(1).equals(etag)) {
                    return true;
                }
            }
        }
        return false;
    }
}
