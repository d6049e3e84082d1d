package io.taghub.postback.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address as it was pasted, taken apart without being understood: macros may hold any sign.
 *
 * @param line the whole line
 * @param method POST where the line says so
 * @param encrypted false for http
 * @param login name and password before the host, null where there are none
 * @param path its segments
 * @param query its parameters, in order
 */
record PastedUrl(
        String line,
        String method,
        boolean encrypted,
        @Nullable Part login,
        String host,
        List<Part> path,
        List<Pair> query) {

    private static final Pattern ADDRESS = Pattern.compile("(?i)(?:\\b(GET|POST)\\s+)?(https?)://");
    private static final Pattern BARE =
            Pattern.compile("(?i)(?:\\b(GET|POST)\\s+)?(?=[a-z0-9-]+(\\.[a-z0-9-]+)+(:\\d+)?[/?])");
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\\d{1,5})?");

    /** @param at its column in the line, from 0 */
    record Part(String text, int at) {}

    /** @param equals whether there is a = */
    record Pair(Part name, Part value, boolean equals) {}

    /** @throws IllegalArgumentException with a sentence that says what is not an address */
    static PastedUrl of(String pasted) {
        // Same length, so that columns stay those of what was pasted.
        String line = pasted.replace('\u00a0', ' ').replace('\t', ' ');
        Matcher address = ADDRESS.matcher(line);
        Matcher bare = BARE.matcher(line);
        boolean schemed = address.find();
        if (!schemed && !bare.find()) {
            throw new IllegalArgumentException("there is no address in this line; it begins with https://");
        }
        Matcher found = schemed ? address : bare;
        int start = found.end();
        int end = end(line, start);
        int slash = firstOf(line, "/?", start, end);
        Part authority = new Part(line.substring(start, slash), start);
        int at = authority.text.lastIndexOf('@');
        String host = authority.text.substring(at + 1).toLowerCase(Locale.ROOT);
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("'" + host + "' is no host: put in the tracker's own, as in"
                    + " https://trk.partner.example/postback");
        }
        int question = firstOf(line, "?", slash, end);
        return new PastedUrl(
                line,
                "POST".equalsIgnoreCase(found.group(1)) ? "POST" : "GET",
                !schemed || address.group(2).equalsIgnoreCase("https"),
                at < 0 ? null : new Part(authority.text.substring(0, at), start),
                host,
                parts(line, "/", Math.min(slash + 1, question), question),
                pairs(line, question + 1, end));
    }

    /** White space ends it, but for that within a macro, and so do the signs a sentence puts behind an address. */
    private static int end(String line, int start) {
        int depth = 0;
        int end = start;
        for (; end < line.length(); end++) {
            char c = line.charAt(end);
            depth += c == '{' || c == '[' || c == '<' ? 1 : c == '}' || c == ']' || c == '>' ? -1 : 0;
            if ((c == ' ' && depth <= 0) || c == '"' || c == '\'' || c == '`') {
                break;
            }
        }
        while (end > start && ".,;)".indexOf(line.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    private static int firstOf(String line, String signs, int from, int end) {
        for (int i = from; i < end; i++) {
            if (signs.indexOf(line.charAt(i)) >= 0) {
                return i;
            }
        }
        return end;
    }

    private static List<Part> parts(String line, String between, int from, int end) {
        List<Part> parts = new ArrayList<>();
        for (int at = from; at <= end && from < end; ) {
            int next = line.indexOf(between, at);
            int stop = next < 0 || next > end ? end : next;
            parts.add(new Part(line.substring(at, stop), at));
            at = stop + between.length();
        }
        return parts;
    }

    private static List<Pair> pairs(String line, int from, int end) {
        List<Pair> pairs = new ArrayList<>();
        for (Part part : parts(line, "&", from, end)) {
            int skip = part.text.startsWith("amp;") ? "amp;".length() : 0;
            String text = part.text.substring(skip);
            int equals = text.indexOf('=');
            if (!text.isEmpty()) {
                int cut = equals < 0 ? text.length() : equals;
                pairs.add(new Pair(
                        new Part(text.substring(0, cut), part.at + skip),
                        new Part(equals < 0 ? "" : text.substring(cut + 1), part.at + skip + cut + 1),
                        equals >= 0));
            }
        }
        return pairs;
    }
}
