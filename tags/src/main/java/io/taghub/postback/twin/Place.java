package io.taghub.postback.twin;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a network is found: {@code *.affise.com/postback?clickid}. Of the host and of each part of the path {@code *} is any
 * text; without a path, any path; the parameters must be there.
 */
record Place(Pattern host, Pattern path, List<String> parameters, int hostLetters, int pathLetters) {
    /** Of the places that fit a call the last in this order says the most of it. */
    static final Comparator<Place> SAYING_MORE = Comparator.comparingInt(Place::hostLetters)
            .thenComparingInt(Place::pathLetters)
            .thenComparingInt(place -> place.parameters().size());

    private static final Pattern WRITTEN = Pattern.compile("([^/?]+)(/[^?]*)?(?:\\?(.+))?");

    /** @throws IllegalArgumentException with a sentence for who wrote it */
    static Place of(String written) {
        Matcher parts = WRITTEN.matcher(written);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a place is HOST/PATH?PARAMETER&PARAMETER, such as */postback?cid, and not '" + written + "'");
        }
        String host = parts.group(1).toLowerCase(java.util.Locale.ROOT);
        String path = parts.group(2);
        return new Place(
                pattern(host),
                path == null ? Pattern.compile(".*") : pattern(path),
                parts.group(3) == null ? List.of() : List.of(parts.group(3).split("&")),
                letters(host),
                path == null ? 0 : letters(path));
    }

    private static Pattern pattern(String written) {
        return Pattern.compile(Pattern.quote(written).replace("*", "\\E[^/]*\\Q"));
    }

    private static int letters(String written) {
        return written.replace("*", "").length();
    }

    /** Whether it is at no other host than this. */
    boolean isOnlyAt(String callsHost) {
        return hostLetters == callsHost.length() && host.matcher(callsHost).matches();
    }

    /** Whatever the parameters. */
    boolean isAt(String callsHost, String callsPath) {
        return host.matcher(callsHost).matches() && path.matcher(callsPath).matches();
    }

    boolean fits(Received call) {
        return isAt(call.host(), call.path()) && parameters.stream().allMatch(name -> call.value(name) != null);
    }
}
