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
 * @param method GET unless the line says another
 * @param encrypted false for http
 * @param login name and password before the host, null where there are none
 * @param path its segments
 * @param query its parameters, in order
 * @param end where it ends in the line
 */
record PastedUrl(
        String line,
        String method,
        boolean encrypted,
        @Nullable Part login,
        String host,
        List<Part> path,
        List<Pair> query,
        int end) {

    private static final Pattern ADDRESS =
            Pattern.compile("(?i)(?:\\b(GET|POST|PUT|PATCH|DELETE)\\s+)?(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*)://");
    private static final Pattern BARE =
            Pattern.compile("(?i)(?:\\b(GET|POST|PUT|PATCH|DELETE)\\s+)?(?=[a-z0-9-]+(\\.[a-z0-9-]+)+(:\\d+)?[/?])");
    /** What goes on behind a blank as an address does: the blank stood within a macro. */
    private static final Pattern GOES_ON = Pattern.compile("\\s+[\\w.-]{0,40}[#%_~*|]{1,2}(?:[&/]\\S*|$)");

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
        boolean plain = bare.find();
        if (!schemed && !plain) {
            throw new IllegalArgumentException("there is no address in this line; it begins with https://");
        }
        // An address within an address is a value of its query.
        if (schemed
                && plain
                && bare.end() < address.start()
                && line.substring(bare.end(), address.start()).indexOf(' ') < 0) {
            schemed = false;
        }
        if (schemed && !address.group(2).matches("(?i)https?")) {
            throw new IllegalArgumentException("a postback is sent to an address with https:// (or http://), not with '"
                    + address.group(2).toLowerCase(Locale.ROOT) + "://'");
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
                found.group(1) == null ? "GET" : found.group(1).toUpperCase(Locale.ROOT),
                !schemed || address.group(2).equalsIgnoreCase("https"),
                at < 0 ? null : new Part(authority.text.substring(0, at), start),
                host,
                parts(line, "/", Math.min(slash + 1, question), question),
                pairs(line, question + 1, end),
                end);
    }

    /** The address in one word of a command. */
    static PastedUrl of(String line, Part word) {
        String blank = " ".repeat(word.at()) + word.text();
        PastedUrl url = of(blank.length() < line.length() ? blank + " ".repeat(line.length() - blank.length()) : blank);
        return new PastedUrl(line, url.method, url.encrypted, url.login, url.host, url.path, url.query, url.end);
    }

    /** With more parameters. */
    PastedUrl with(List<Pair> more) {
        List<Pair> all = new ArrayList<>(query);
        all.addAll(more);
        return new PastedUrl(line, method, encrypted, login, host, path, all, end);
    }

    /** The pairs of a query or a form that begins at this column. */
    static List<Pair> pairs(String text, int at) {
        return pairs(text, 0, text.length()).stream()
                .map(pair -> new Pair(moved(pair.name, at), moved(pair.value, at), pair.equals))
                .toList();
    }

    private static Part moved(Part part, int by) {
        return new Part(part.text, part.at + by);
    }

    /** White space ends it, but for that within a macro, and so do the signs a sentence puts behind an address. */
    private static int end(String line, int start) {
        int depth = 0;
        int end = start;
        for (; end < line.length(); end++) {
            char c = line.charAt(end);
            boolean closes = c == '}' || c == ']' || c == '>';
            if (closes && c == '>' && depth == 0) {
                break;
            }
            depth += c == '{' || c == '[' || c == '<' ? 1 : closes ? -1 : 0;
            boolean blank = c == ' '
                    && depth <= 0
                    && !GOES_ON.matcher(line.substring(end)).lookingAt();
            boolean quote = c == '"' || c == '\'' || c == '`';
            int closing = quote && line.charAt(end - 1) == '=' ? line.indexOf(c, end + 1) : -1;
            if (closing > 0 && (closing + 1 == line.length() || line.charAt(closing + 1) == '&')) {
                end = closing;
            } else if (blank || quote) {
                break;
            }
        }
        while (end > start
                && (".,;".indexOf(line.charAt(end - 1)) >= 0 && !line.startsWith("...", Math.max(start, end - 3))
                        || line.charAt(end - 1) == ')'
                                && line.substring(start, end)
                                                .chars()
                                                .filter(c -> c == '(')
                                                .count()
                                        < line.substring(start, end)
                                                .chars()
                                                .filter(c -> c == ')')
                                                .count())) {
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
