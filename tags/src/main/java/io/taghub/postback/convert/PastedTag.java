package io.taghub.postback.convert;

import io.taghub.postback.convert.PastedUrl.Pair;
import io.taghub.postback.convert.PastedUrl.Part;
import io.taghub.tag.TypedSecrets;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pasted postback URL as an entry of {@code tags:}. Macros of every dialect become ours, secrets become references, and
 * what nobody knows is left for a person as something that {@code check} refuses.
 */
public final class PastedTag {
    private static final Pattern SETTING = Pattern.compile("\\{\\{\\s*(?:settings|secret)\\.(\\w+)\\s*}}");
    private static final String CLICK_HINT = "the parameter of your landing address that carries the click's id";

    private final PastedUrl url;
    private final String name;
    private final List<String> when;
    private final List<Note> notes = new ArrayList<>();
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Set<String> hidden =
            new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
    private boolean basic;

    /**
     * Something a person should look at.
     *
     * @param column in the pasted line, from 1
     * @param todo whether it has to be filled in before the tag works
     */
    public record Note(int column, String message, boolean todo) {}

    /**
     * A tag.
     *
     * @param name what it is called
     * @param yaml its lines, two blanks deep
     * @param shown the pasted line with stars for the secrets in it, each as long as what it hides
     */
    public record Result(String name, String yaml, String shown, List<Note> notes) {
        public boolean done() {
            return notes.stream().noneMatch(Note::todo);
        }
    }

    private PastedTag(PastedUrl url, String name, List<String> when) {
        this.url = url;
        this.name = name;
        this.when = when;
    }

    /**
     * @param called null for a name made from the host
     * @param when the events it is for
     * @param taken names that other tags have
     * @throws IllegalArgumentException with a sentence where there is no address in the line
     */
    public static Result of(String line, @Nullable String called, List<String> when, Set<String> taken) {
        PastedUrl url = PastedUrl.of(line);
        List<KnownNetwork> like = KnownNetwork.like(url);
        String base = called != null ? called : name(url.host());
        String name = base;
        for (int i = 2; taken.contains(name); i++) {
            name = base + "-" + i;
        }
        PastedTag tag = new PastedTag(url, name, when);
        String yaml = tag.yaml(like);
        tag.notes.sort(Comparator.comparingInt(Note::column));
        return new Result(name, yaml, tag.shown(), List.copyOf(tag.notes));
    }

    /** {@code trk.partner-north.example} is partner-north. */
    private static String name(String host) {
        String[] labels = host.replaceFirst(":\\d+$", "").split("\\.");
        String label = labels.length < 2 ? labels[0] : labels[labels.length - 2];
        boolean publicSuffix = label.matches("co|com|net|org|ac") && labels.length > 2;
        return publicSuffix ? labels[labels.length - 3] : label;
    }

    private String shown() {
        String shown = url.line();
        for (String secret : hidden) {
            shown = shown.replace(secret, "*".repeat(secret.length()));
        }
        return shown;
    }

    private String yaml(List<KnownNetwork> like) {
        Part login = url.login();
        if (login != null) {
            hidden.add(login.text());
            basic = true;
            secrets.put("basic", env("basic"));
            note(
                    login.at(),
                    "the name and password before the host go to secrets: put both, as name:password in base64, into "
                            + env("basic"),
                    false);
        }
        KnownNetwork network = like.size() == 1 && !basic ? like.getFirst() : null;
        List<String> lines = new ArrayList<>();
        lines.add("  " + name + ":");
        lines.add("    type: postback");
        if (network != null) {
            preset(network, lines);
        } else {
            if (!like.isEmpty()) {
                lines.add("    # This may be the postback of "
                        + like.stream().map(KnownNetwork::name).collect(Collectors.joining(" or of "))
                        + ". If it is, these two lines do the same and also know the answers:");
                lines.add("    #   preset: " + like.getFirst().name());
                lines.add("    #   domain: " + url.host());
            }
            written(lines);
        }
        lines.add("    when: [" + String.join(", ", when) + "]   # the events it is told of");
        return String.join("\n", lines) + "\n";
    }

    /** The address written out, as it was. */
    private void written(List<String> lines) {
        StringBuilder address = new StringBuilder(url.encrypted() ? "https://" : "http://").append(url.host());
        List<Part> path = url.path();
        Map<String, String> keys = keysInPath();
        for (Part segment : path) {
            String secret = keys.get(segment.text());
            address.append('/').append(secret == null ? value(null, segment) : "{{ secret." + secret + " }}");
        }
        List<String> pairs = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Pair pair : url.query()) {
            String parameter = decoded(pair.name().text());
            if (!seen.add(parameter)) {
                note(
                        pair.name().at(),
                        "the parameter '" + parameter + "' stands in the address twice; the first stays",
                        false);
            } else if (secret(pair)) {
                query.put(parameter, "${env:" + env(parameter) + "}");
            } else {
                pairs.add(pair.name().text() + (pair.equals() ? "=" + value(parameter, pair.value()) : ""));
            }
        }
        if (path.isEmpty()) {
            address.append('/');
        }
        address.append(pairs.isEmpty() ? "" : "?" + String.join("&", pairs));
        int fragment = fragment(address);
        if (fragment >= 0) {
            note(url.line().lastIndexOf('#'), "what follows a '#' is never sent and was left out", false);
            address.setLength(fragment);
            while ("?&".indexOf(address.charAt(address.length() - 1)) >= 0) {
                address.setLength(address.length() - 1);
            }
        }
        if (url.method().equals("POST")) {
            lines.add("    method: POST");
        }
        lines.add("    url: " + quoted(address.toString()));
        if (!url.encrypted()) {
            lines.add("    allow_http: true   # unencrypted, as it was pasted; write https:// if the network has it");
        }
        if (!query.isEmpty()) {
            lines.add("    query: " + group(query));
        }
        secretLines(lines);
        if (address.indexOf("click.id") >= 0) {
            lines.add("    click_id: clickid   # " + CLICK_HINT);
        } else if (notes.stream().noneMatch(Note::todo)) {
            note(
                    0,
                    "no click id is in this address, so the network may not know whose conversion it is; where it takes one,"
                            + " write {{ click.id | required }}",
                    false);
        }
    }

    private void secretLines(List<String> lines) {
        if (basic) {
            lines.add("    headers: { Authorization: \"Basic {{ secret.basic }}\" }");
        }
        if (!secrets.isEmpty()) {
            Map<String, String> references = new LinkedHashMap<>();
            secrets.forEach((secret, env) -> references.put(secret, "${env:" + env + "}"));
            lines.add("    secrets: " + group(references));
        }
    }

    /** Where a '#' stands outside of macros, -1 where none does. */
    private static int fragment(CharSequence address) {
        int depth = 0;
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == '#' && depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** A network we know: its preset, with what this address says beyond it. */
    private void preset(KnownNetwork network, List<String> lines) {
        Map<String, String> settings = new LinkedHashMap<>();
        network.settings().keySet().stream().filter(network::isHost).forEach(host -> settings.put(host, url.host()));
        pathSettings(network, settings);
        for (Pair pair : url.query()) {
            String parameter = decoded(pair.name().text());
            String template = network.query().get(parameter);
            String setting = template == null ? null : setting(template);
            Rewritten rewritten = Rewritten.of(parameter, pair.value().text());
            if (setting != null && "secret".equals(network.settings().get(setting))) {
                hide(pair.value().text());
                settings.put(setting, "${env:" + env(setting) + "}");
                note(
                        pair.value().at(),
                        "'" + parameter + "' is a secret: put it into the environment variable " + env(setting),
                        false);
            } else if (setting != null && !rewritten.hasMacros()) {
                settings.put(setting, decoded(pair.value().text()));
            } else if (template == null && secret(pair)) {
                query.put(parameter, "${env:" + env(parameter) + "}");
            } else if (template == null || !rewritten.hasMacros()) {
                query.put(parameter, decodedOutside(value(parameter, pair.value())));
            } else if (!rewritten.unknown().isEmpty()) {
                // The preset knows what this parameter takes.
                rewritten
                        .unknown()
                        .forEach(one -> note(
                                pair.value().at() + one.at(),
                                "unknown macro '" + one.written() + "'; the preset sends '" + template + "' as '"
                                        + parameter + "'",
                                false));
            }
        }
        lines.add("    preset: " + network.name() + "   # " + network.about());
        settings.forEach((key, value) -> lines.add("    " + key + ": " + quoted(value)));
        if (!query.isEmpty()) {
            lines.add("    query: " + group(query));
        }
        secretLines(lines);
    }

    private void pathSettings(KnownNetwork network, Map<String, String> settings) {
        String[] template = network.pathTemplate().substring(1).split("/");
        for (int i = 0; i < template.length && i < url.path().size(); i++) {
            String setting = setting(template[i]);
            Part segment = url.path().get(i);
            if (setting != null && "secret".equals(network.settings().get(setting))) {
                hide(segment.text());
                settings.put(setting, "${env:" + env(setting) + "}");
                note(
                        segment.at(),
                        "the key in the path is a secret: put it into the environment variable " + env(setting),
                        false);
            } else if (setting != null) {
                settings.put(setting, decoded(segment.text()));
            }
        }
    }

    /** The setting that alone makes this template, null where it is made of something else. */
    private static @Nullable String setting(String template) {
        Matcher macro = SETTING.matcher(template.strip());
        return macro.matches() ? macro.group(1) : null;
    }

    /** Segments of the path that are keys, and what each is called. */
    private Map<String, String> keysInPath() {
        Map<String, String> keys = new LinkedHashMap<>();
        String address = "https://" + url.host() + "/"
                + url.path().stream().map(Part::text).collect(Collectors.joining("/"))
                + (url.query().isEmpty()
                        ? ""
                        : "?"
                                + url.query().stream()
                                        .map(pair -> pair.name().text() + "=x")
                                        .collect(Collectors.joining("&")));
        for (TypedSecrets.Found found : TypedSecrets.inAddress(address)) {
            if (found.kind() == TypedSecrets.Kind.PATH) {
                String key = keys.isEmpty() ? "key" : "key_" + (keys.size() + 1);
                keys.put(found.value(), key);
                hide(found.value());
                secrets.put(key, env(key));
                url.path().stream()
                        .filter(part -> part.text().equals(found.value()))
                        .forEach(part -> note(
                                part.at(),
                                "the key in the path is a secret: put it into the environment variable " + env(key),
                                false));
            }
        }
        return keys;
    }

    /** Whether the parameter holds a secret, or the place of one that is not filled in. */
    private boolean secret(Pair pair) {
        String parameter = decoded(pair.name().text());
        String value = decoded(pair.value().text());
        boolean typed = TypedSecrets.in(parameter, value);
        boolean open = TypedSecrets.isName(parameter)
                && (!Rewritten.of(parameter, pair.value().text()).hasMacros()
                        || !Rewritten.of(parameter, pair.value().text())
                                .unknown()
                                .isEmpty());
        if (typed) {
            hide(pair.value().text());
        }
        if (typed || open) {
            note(
                    pair.value().at(),
                    "'" + parameter + "' is a secret: put it into the environment variable " + env(parameter),
                    false);
        }
        return typed || open;
    }

    private void hide(String secret) {
        if (!secret.isEmpty()) {
            hidden.add(secret);
        }
    }

    private String value(@Nullable String parameter, Part value) {
        Rewritten rewritten = Rewritten.of(parameter, value.text());
        String usual = parameter == null ? null : Rewritten.usual(parameter);
        for (Rewritten.Unknown one : rewritten.unknown()) {
            String meant = usual == null ? one.hint() : "; '" + parameter + "' usually takes " + usual;
            note(value.at() + one.at(), "unknown macro '" + one.written() + "'" + meant, true);
        }
        return rewritten.text();
    }

    private void note(int at, String message, boolean todo) {
        notes.add(new Note(at + 1, message, todo));
    }

    /** {@code PARTNER_NORTH_TOKEN}. */
    private String env(String what) {
        return (name + "_" + what)
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9]+", "_")
                .replaceFirst("^(?=\\d)", "N");
    }

    private static String group(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(entry -> (entry.getKey().matches("[A-Za-z_][\\w.-]*") ? entry.getKey() : quoted(entry.getKey()))
                        + ": " + quoted(entry.getValue()))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String decodedOutside(String text) {
        return text.contains("{{") ? text : decoded(text);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(
                text.replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
    }
}
