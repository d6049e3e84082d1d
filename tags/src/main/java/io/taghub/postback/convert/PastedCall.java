package io.taghub.postback.convert;

import io.taghub.postback.convert.PastedUrl.Pair;
import io.taghub.postback.convert.PastedUrl.Part;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request as it was pasted: an address alone, or a command of curl or wget with all it says.
 *
 * @param method null where only the rest says it
 * @param json the body where it is JSON, null elsewhere
 * @param form the body's fields where it is a form
 * @param login name and password, null where there are none
 * @param remarks what a postback cannot do
 */
record PastedCall(
        PastedUrl url,
        @Nullable String method,
        List<Pair> headers,
        @Nullable Part json,
        List<Pair> form,
        @Nullable Part login,
        List<PastedTag.Note> remarks) {
    private static final Pattern COMMAND = Pattern.compile("(?i)(?:^|[\\s$>#;(])(curl|wget)(?:\\.exe)?\\s");

    /** Options with a word of their own behind them, of no interest to a postback. */
    private static final Set<String> PASSED_OVER = Set.of(
            "-A",
            "--user-agent",
            "-e",
            "--referer",
            "-o",
            "--output",
            "-O",
            "-m",
            "--max-time",
            "--connect-timeout",
            "--retry",
            "--retry-delay",
            "-x",
            "--proxy",
            "-T",
            "--upload-file",
            "-w",
            "--write-out",
            "-c",
            "--cookie-jar",
            "--cacert",
            "-E",
            "--cert",
            "--key",
            "--resolve",
            "--interface",
            "--limit-rate",
            "--timeout",
            "--tries",
            "-U");

    private static final String WITH_VALUE = "XdHuAebFomxTwcEU";

    /** @throws IllegalArgumentException with a sentence that says why it is no request */
    static PastedCall of(String line) {
        Matcher command = COMMAND.matcher(line);
        if (command.find()) {
            return new Reader(line).read(ShellWords.of(line, command.end()));
        }
        PastedUrl url = PastedUrl.of(line);
        String behind = line.substring(url.end()).strip();
        int at = line.indexOf(behind, url.end());
        boolean sends = !url.method().equals("GET");
        boolean json = sends && behind.startsWith("{") && behind.contains(":");
        boolean form = sends && !json && behind.matches("[\\w.\\[\\]-]+=\\S*(?:&\\S*)*");
        return new PastedCall(
                url,
                url.method(),
                List.of(),
                json ? new Part(behind, at) : null,
                form ? PastedUrl.pairs(behind, at) : List.of(),
                url.login(),
                cut(url));
    }

    /** A quote ends an address; where it goes on behind it, that is lost. */
    private static List<PastedTag.Note> cut(PastedUrl url) {
        String rest = url.line().substring(url.end());
        boolean open = url.end() > 0 && "&?=".indexOf(url.line().charAt(url.end() - 1)) >= 0;
        return !rest.isEmpty()
                        && "\"'`".indexOf(rest.charAt(0)) >= 0
                        && (open || rest.matches("(?s)[\"'`][^\\s<>,;)]*[=&].*"))
                ? List.of(new PastedTag.Note(
                        url.end() + 1,
                        "the address was cut here, at a quote, and what follows was left out; paste it without quotes",
                        true))
                : List.of();
    }

    /** Reads the words behind the command's name. */
    private static final class Reader {
        private final String line;
        private final List<Pair> headers = new ArrayList<>();
        private final List<Part> data = new ArrayList<>();
        private final List<PastedTag.Note> remarks = new ArrayList<>();
        private @Nullable String method;
        private @Nullable Part login;
        private @Nullable Part address;
        private boolean inQuery;
        private boolean isJson;

        private Reader(String line) {
            this.line = line;
        }

        private PastedCall read(List<Part> words) {
            Iterator<Part> each = words.iterator();
            while (each.hasNext()) {
                Part word = each.next();
                String text = word.text();
                if (text.startsWith("--")) {
                    int equals = text.indexOf('=');
                    boolean attached = equals > 0;
                    String name = attached ? text.substring(0, equals) : text;
                    if (takesValue(name)) {
                        option(name, attached ? cut(word, equals + 1) : next(each, word));
                    } else {
                        flag(name);
                    }
                } else if (text.startsWith("-") && text.length() > 1) {
                    cluster(word, each);
                } else if (address == null) {
                    address = word;
                }
            }
            if (address == null) {
                throw new IllegalArgumentException("there is no address in this command; it begins with https://");
            }
            return built(PastedUrl.of(line, address));
        }

        private static Part next(Iterator<Part> each, Part otherwise) {
            return each.hasNext() ? each.next() : new Part("", otherwise.at());
        }

        private static Part cut(Part word, int from) {
            return new Part(word.text().substring(from), word.at() + from);
        }

        /** {@code -sSLX POST}, {@code -XPOST}. */
        private void cluster(Part word, Iterator<Part> each) {
            for (int i = 1; i < word.text().length(); i++) {
                char letter = word.text().charAt(i);
                if (WITH_VALUE.indexOf(letter) >= 0) {
                    option("-" + letter, i + 1 < word.text().length() ? cut(word, i + 1) : next(each, word));
                    return;
                }
                flag("-" + letter);
            }
        }

        private static boolean takesValue(String name) {
            return PASSED_OVER.contains(name)
                    || name.matches(
                            "--(?:request|method|data(?:-\\w+)?|post-data|body-data|json|header|user|password|cookie|form(?:-string)?|url|oauth2-bearer)");
        }

        private void flag(String name) {
            inQuery |= name.equals("-G") || name.equals("--get");
        }

        private void option(String name, Part value) {
            switch (name) {
                case "-X", "--request", "--method" -> method = value.text().toUpperCase(Locale.ROOT);
                case "-d",
                        "--data",
                        "--data-raw",
                        "--data-binary",
                        "--data-ascii",
                        "--data-urlencode",
                        "--post-data",
                        "--body-data" -> data(value);
                case "--json" -> {
                    isJson = true;
                    data(value);
                }
                case "-F", "--form", "--form-string" -> {
                    remark(
                            value,
                            "this is sent as multipart/form-data; a postback sends it as a plain form: ask the network"
                                    + " whether it takes that",
                            false);
                    data(value);
                }
                case "-H", "--header" -> header(value);
                case "-u", "--user" -> login = value;
                case "--oauth2-bearer" -> headers.add(new Pair(new Part("Authorization", value.at()), value, true));
                case "-b", "--cookie" -> headers.add(new Pair(new Part("Cookie", value.at()), value, true));
                case "--url" -> address = value;
                default -> {}
            }
        }

        private void data(Part value) {
            if (value.text().startsWith("@")) {
                remark(value, "the body is in a file, which is not read here; paste what is in it", true);
            } else {
                data.add(value);
            }
        }

        private void header(Part value) {
            int colon = value.text().indexOf(':');
            if (colon > 0) {
                String behind = value.text().substring(colon + 1);
                int blanks = behind.length() - behind.stripLeading().length();
                headers.add(new Pair(
                        new Part(value.text().substring(0, colon).strip(), value.at()),
                        new Part(behind.strip(), value.at() + colon + 1 + blanks),
                        true));
            }
        }

        private void remark(Part at, String message, boolean todo) {
            remarks.add(new PastedTag.Note(at.at() + 1, message, todo));
        }

        private PastedCall built(PastedUrl url) {
            List<Pair> fields = new ArrayList<>();
            Part json = null;
            String type = headers.stream()
                    .filter(header -> header.name().text().equalsIgnoreCase("Content-Type"))
                    .map(header -> header.value().text().toLowerCase(Locale.ROOT))
                    .findFirst()
                    .orElse("");
            for (Part one : data) {
                boolean object = one.text().strip().matches("(?s)[{\\[].*[}\\]]") && !type.contains("form");
                if (isJson || type.contains("json") || object) {
                    json = json == null ? one : new Part(json.text() + one.text(), json.at());
                } else if (!type.isEmpty() && !type.contains("form")) {
                    remark(one, "a postback's body is JSON or a form, and not " + type, true);
                } else {
                    fields.addAll(PastedUrl.pairs(one.text(), one.at()));
                }
            }
            List<Pair> kept = headers.stream()
                    .filter(header -> !header.name().text().equalsIgnoreCase("Content-Type"))
                    .toList();
            return new PastedCall(
                    inQuery ? url.with(fields) : url,
                    method != null ? method : inQuery || data.isEmpty() && json == null ? url.method() : "POST",
                    kept,
                    json,
                    inQuery ? List.of() : fields,
                    login == null ? url.login() : login,
                    remarks);
        }
    }
}
