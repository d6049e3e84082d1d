package io.taghub.postback.convert;

import io.taghub.postback.PostbackTagType;
import io.taghub.postback.convert.PastedUrl.Pair;
import io.taghub.postback.convert.PastedUrl.Part;
import io.taghub.postback.preset.KnownHosts;
import io.taghub.tag.TypedSecrets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pasted postback URL, or a command that calls one, as an entry of {@code tags:}. Macros of every dialect become ours, secrets become references, and
 * what nobody knows is left for a person as something that {@code check} refuses.
 */
public final class PastedTag {
    private static final Pattern SETTING = Pattern.compile("\\{\\{\\s*(?:settings|secret)\\.(\\w+)\\s*}}");
    /** A setting that holds where nothing of the event says otherwise. */
    private static final Pattern RULED =
            Pattern.compile("\\{\\{\\s*(?:goal \\| default:)?settings\\.(\\w+)\\s*\\|[^{}]*}}");
    /** A macro in the name of a parameter; that of a field in PHP's way, {@code data[cid]}, is none. */
    private static final Pattern NAME_OPEN = Pattern.compile("[{}<>]|##|%%|^\\[.*]$|^[$#:]|^__.*__$|%7[Bb]");

    private static final String CLICK_HINT = "the parameter of your landing address that carries the click's id";

    private final PastedCall call;
    private final PastedUrl url;
    private final String name;
    private final @Nullable List<String> when;
    private final Gathered gathered;
    private final Map<String, String> query = new LinkedHashMap<>();
    private @Nullable String basic;

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

    private PastedTag(PastedCall call, String name, @Nullable List<String> when) {
        this.call = call;
        this.url = call.url();
        this.name = name;
        this.when = when;
        this.gathered = new Gathered(name);
    }

    /**
     * @param called null for a name made from the host
     * @param when the events it is for, null for those of which it speaks itself
     * @param taken names that other tags have
     * @throws IllegalArgumentException with a sentence where there is no address in the line
     */
    public static Result of(String line, @Nullable String called, @Nullable List<String> when, Set<String> taken) {
        PastedCall call = PastedCall.of(line);
        List<KnownNetwork> like = KnownNetwork.like(call.url());
        String base = called != null ? called : name(call.url().host());
        String name = base;
        for (int i = 2; taken.contains(name); i++) {
            name = base + "-" + i;
        }
        PastedTag tag = new PastedTag(call, name, when);
        String yaml = tag.yaml(like);
        List<Note> notes = new ArrayList<>(tag.gathered.notes());
        notes.sort(Comparator.comparingInt(Note::column));
        return new Result(name, yaml, tag.gathered.hidden().in(call.url().line()), List.copyOf(notes));
    }

    /** {@code trk.partner-north.example} is partner-north. */
    private static String name(String host) {
        String[] labels = host.replaceFirst(":\\d+$", "").split("\\.");
        String label = labels.length < 2 ? labels[0] : labels[labels.length - 2];
        boolean publicSuffix = label.matches("co|com|net|org|ac") && labels.length > 2;
        return publicSuffix ? labels[labels.length - 3] : label;
    }

    private String yaml(List<KnownNetwork> like) {
        gathered.notes().addAll(call.remarks());
        Part login = call.login();
        if (login != null) {
            gathered.hidden().add(login);
            basic = gathered.secretMacro("basic");
            note(
                    login.at(),
                    "the name and password " + (url.login() == null ? "of the call" : "before the host")
                            + " go to secrets: put both, as name:password in base64, into " + gathered.env("basic"),
                    false);
        }
        boolean plain = basic == null && call.json() == null && call.form().isEmpty();
        KnownNetwork network = like.size() == 1 && plain ? like.getFirst() : null;
        List<String> lines = new ArrayList<>();
        lines.add("  " + name + ":");
        lines.add("    type: postback");
        String type = PostbackTagType.typeAt(url.host());
        Set<String> presets = KnownHosts.at(url.host());
        if (type != null && like.isEmpty()) {
            lines.add("    # This host has a type of its own, which knows its calls and what its answers mean: type: "
                    + type);
        } else if (like.isEmpty() && !presets.isEmpty()) {
            lines.add("    # This host has a preset, which knows its calls and what its answers mean: preset: "
                    + String.join(" or ", presets));
        }
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
        gathered.currencies();
        List<String> events = when == null ? List.of(MeantEvent.of(call, gathered)) : when;
        lines.add("    when: [" + String.join(", ", events) + "]   # the events it is told of");
        return String.join("\n", lines) + "\n";
    }

    /** The address written out, as it was. */
    private void written(List<String> lines) {
        StringBuilder address = new StringBuilder(url.encrypted() ? "https://" : "http://").append(url.host());
        List<Part> path = url.path();
        Map<String, String> keys = keysInPath();
        for (Part segment : path) {
            String secret = keys.get(segment.text());
            address.append('/').append(secret == null ? gathered.value(null, segment) : secret);
        }
        List<String> pairs = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Pair pair : url.query()) {
            String parameter = Gathered.decoded(pair.name().text());
            if (NAME_OPEN.matcher(pair.name().text()).find()) {
                note(
                        pair.name().at(),
                        "a macro cannot stand in the name of a parameter: '"
                                + pair.name().text() + "'",
                        true);
                pairs.add(Rewritten.TODO + (pair.equals() ? "=" + gathered.value(null, pair.value()) : ""));
            } else if (!seen.add(parameter)) {
                note(
                        pair.name().at(),
                        "the parameter '" + parameter + "' stands in the address twice; the first stays",
                        false);
                gathered.secret(pair);
            } else if (gathered.secret(pair)) {
                query.put(parameter, "${env:" + gathered.env(parameter) + "}");
            } else {
                pairs.add(pair.name().text() + (pair.equals() ? "=" + value(parameter, pair) : ""));
            }
        }
        if (path.isEmpty()) {
            address.append('/');
        }
        address.append(pairs.isEmpty() ? "" : "?" + String.join("&", pairs));
        int fragment = fragment(address);
        if (fragment >= 0) {
            note(Math.max(0, url.line().lastIndexOf('#')), "what follows a '#' is never sent and was left out", false);
            address.setLength(fragment);
            while ("?&".indexOf(address.charAt(address.length() - 1)) >= 0) {
                address.setLength(address.length() - 1);
            }
        }
        String method = call.method() == null ? "GET" : call.method();
        if (!method.equals("GET")) {
            lines.add("    method: " + method);
        }
        if (!method.matches("GET|POST")) {
            note(
                    Math.max(0, url.line().indexOf(method)),
                    "a postback is sent with GET or POST, not with " + method,
                    true);
        }
        lines.add("    url: " + Gathered.quoted(address.toString()));
        if (!url.encrypted()) {
            lines.add("    allow_http: true   # unencrypted, as it was pasted; write https:// if the network has it");
        }
        if (!query.isEmpty()) {
            lines.add("    query: " + Gathered.group(query));
        }
        new PastedBody(gathered).lines(call, basic, lines);
        secretLines(lines);
        if (String.join("\n", lines).contains("{{ click.id")) {
            lines.add("    click_id: clickid   # " + CLICK_HINT);
        } else if (gathered.notes().stream()
                .noneMatch(one -> one.todo() || one.message().contains("{{ click.id | required }}"))) {
            note(
                    0,
                    "no click id is in this address, so the network may not know whose conversion it is; where it takes one,"
                            + " write {{ click.id | required }}",
                    false);
        }
    }

    /** A parameter that was given empty takes what it usually takes. */
    private String value(String parameter, Pair pair) {
        String usual = pair.value().text().isBlank() ? Rewritten.usual(parameter) : null;
        if (usual == null) {
            String value = gathered.value(parameter, pair.value());
            return Transaction.is(url, parameter, pair, value) ? "{{ txn.id }}" : value;
        }
        gathered.amount(usual.contains("value"));
        note(pair.name().at(), "'" + parameter + "' was empty; it usually takes " + usual, false);
        return usual;
    }

    private void secretLines(List<String> lines) {
        if (!gathered.secrets().isEmpty()) {
            Map<String, String> references = new LinkedHashMap<>();
            gathered.secrets().forEach((secret, env) -> references.put(secret, "${env:" + env + "}"));
            lines.add("    secrets: " + Gathered.group(references));
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
        gathered.amount(network.query().values().stream().anyMatch(value -> value.contains("{{ value")));
        for (Pair pair : url.query()) {
            String parameter = Gathered.decoded(pair.name().text());
            String template = network.query().get(parameter);
            String setting = template == null ? null : setting(template);
            Rewritten rewritten = Rewritten.of(parameter, pair.value().text());
            if (setting != null && network.isSecret(setting)) {
                gathered.hidden().add(pair.value());
                settings.put(setting, "${env:" + gathered.env(setting) + "}");
                note(
                        pair.value().at(),
                        "'" + parameter + "' is a secret: put it into the environment variable "
                                + gathered.env(setting),
                        false);
            } else if (setting != null && !rewritten.hasMacros()) {
                settings.put(setting, Gathered.decoded(pair.value().text()));
            } else if (template == null && gathered.secret(pair)) {
                query.put(parameter, "${env:" + gathered.env(parameter) + "}");
            } else if (template != null && pair.value().text().isBlank()) {
                continue;
            } else if (template != null && !rewritten.hasMacros() && isRule(template)) {
                String word = Gathered.decoded(pair.value().text());
                Matcher ruled = RULED.matcher(template);
                if (ruled.matches() && !template.contains("default:'" + word + "'")) {
                    settings.put(ruled.group(1), word);
                } else if (!ruled.matches()) {
                    note(
                            pair.value().at(),
                            "'" + parameter + "' is '" + word
                                    + "' in the address; the preset says of each event what it is: '" + template + "'",
                            false);
                }
            } else if (template == null || !rewritten.hasMacros()) {
                query.put(parameter, Gathered.decodedOutside(value(parameter, pair)));
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
        settings.forEach((key, value) -> lines.add("    " + key + ": " + Gathered.quoted(value)));
        if (network.http()) {
            lines.add("    allow_http: true   # the network documents no https");
        }
        if (!query.isEmpty()) {
            lines.add("    query: " + Gathered.group(query));
        }
        new PastedBody(gathered).lines(call, null, lines);
        secretLines(lines);
    }

    /** What the preset works out for each event: a word written out would say the same of all, also of what is taken back. */
    private static boolean isRule(String template) {
        return template.startsWith("{{ status") || RULED.matcher(template).matches();
    }

    private void pathSettings(KnownNetwork network, Map<String, String> settings) {
        String[] template = network.pathTemplate().substring(1).split("/");
        for (int i = 0; i < template.length && i < url.path().size(); i++) {
            String setting = setting(template[i]);
            Part segment = url.path().get(i);
            if (setting != null && network.isSecret(setting)) {
                gathered.hidden().add(segment);
                settings.put(setting, "${env:" + gathered.env(setting) + "}");
                note(
                        segment.at(),
                        "the key in the path is a secret: put it into the environment variable "
                                + gathered.env(setting),
                        false);
            } else if (setting != null) {
                settings.put(setting, Gathered.decoded(segment.text()));
            }
        }
    }

    /** The setting that alone makes this template, null where it is made of something else. */
    private static @Nullable String setting(String template) {
        Matcher macro = SETTING.matcher(template.strip());
        return macro.matches() ? macro.group(1) : null;
    }

    /** Segments of the path that are keys, and the macro of each. */
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
                keys.put(found.value(), gathered.secretMacro(key));
                for (Part part : url.path()) {
                    if (part.text().equals(found.value())) {
                        gathered.hidden().add(part);
                        note(
                                part.at(),
                                "the key in the path is a secret: put it into the environment variable "
                                        + gathered.env(key),
                                false);
                    }
                }
            }
        }
        return keys;
    }

    private void note(int at, String message, boolean todo) {
        gathered.note(at, message, todo);
    }
}
