package io.taghub.postback;

import io.taghub.postback.folder.NetworkFolders;
import io.taghub.postback.preset.KnownHosts;
import io.taghub.postback.preset.Preset;
import io.taghub.tag.Auth;
import io.taghub.tag.Form.Problem;
import io.taghub.text.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a postback tag may say and its operator has probably not meant, or has to ask for. */
final class PostbackDoubts {
    private static final Pattern CLICK = Pattern.compile("\\{\\{\\s*click\\.id");
    private static final Pattern CLICK_OR_ELSE =
            Pattern.compile("\\{\\{\\s*(?:click\\.[\\w.]+|sub\\d+|user\\.[\\w.]+)[^}]*\\|\\s*(?:required|default)");

    private static final Pattern BESIDE_A_CLICK = Pattern.compile("sub\\d+|click\\.param\\..*|click\\.time");

    /** When somebody clicked says not who. */
    private static final String CLICK_TIME = "click.time";

    /** The back end may know the click itself. */
    private static final Pattern CLICK_OF_THE_EVENT =
            Pattern.compile("(?i)property\\.[\\w-]*(?:clic?k|cl?id|sub|aff|track|tag|token|ref|visit)[\\w-]*");

    /** What the hub's own events can say of a conversion, {@code docs/conversions.md}; an operator's may be others. */
    private static final Set<String> STATUSES = Set.of(
            "approved",
            "confirmed",
            "pending",
            "hold",
            "on_hold",
            "rejected",
            "declined",
            "cancelled",
            "canceled",
            "fraud",
            "test",
            "reversed",
            "refunded",
            "refund",
            "chargeback",
            "adjusted");

    private final Preset preset;
    private final Map<String, ?> written;
    private final Scope scope;

    private final Map<String, String> types;

    /** @param types host to the type of tag that is found there */
    PostbackDoubts(Preset preset, Map<String, ?> written, Scope scope, Map<String, String> types) {
        this.types = types;
        this.preset = preset;
        this.written = written;
        this.scope = scope;
    }

    List<Problem> all(RequestTemplate request) {
        return Stream.of(
                        needs(),
                        webhooks(request),
                        known(request),
                        doubts(scope.used()),
                        clickless(),
                        words(request),
                        statuses(),
                        lists())
                .flatMap(List::stream)
                .toList();
    }

    /** What no public page says. */
    private List<Problem> needs() {
        return preset.needs().isEmpty()
                ? List.of()
                : List.of(new Problem(
                        "preset",
                        "'" + preset.name() + "' needs " + preset.needs() + ": no public page says all of its call"));
    }

    private List<Problem> webhooks(RequestTemplate request) {
        boolean wrong = request.auth().at(request.receiver()).stream()
                .anyMatch(part -> part instanceof Auth.StandardWebhooks(var secret)
                        && !WrittenAuth.isWebhookSecret(secret)
                        // What mode sandbox makes up.
                        && !secret.reveal().startsWith("sandbox-"));
        return wrong
                ? List.of(
                        new Problem(
                                written.containsKey("auth") ? "auth.standard_webhooks" : "signing_secret",
                                "a secret of Standard Webhooks is whsec_ and 24 to 64 octets in base64; this one is used as it is"))
                : List.of();
    }

    /** An address of a network whose answers and repeats a preset knows. */
    private List<Problem> known(RequestTemplate request) {
        Set<String> networks = preset.name().equals(NetworkFolders.GENERIC) && written.containsKey("url")
                ? KnownHosts.at(request.receiver())
                : Set.of();
        String type = types.get(request.receiver());
        if (networks.isEmpty()) {
            return type == null || !written.containsKey("url")
                    ? List.of()
                    : List.of(new Problem(
                            "url",
                            "this host has a type of its own, which knows its calls and what its answers mean: type: "
                                    + type));
        }
        return List.of(new Problem(
                "url",
                "this host is one that a preset knows, with what its answers mean: preset: "
                        + String.join(" or ", new TreeSet<>(networks))
                        + (type == null ? "" : ", or type: " + type)));
    }

    /** What nothing in the request uses, and a request that does not say whose conversion it is. */
    private List<Problem> doubts(Set<String> used) {
        List<Problem> doubts = new ArrayList<>();
        if (used.stream()
                .noneMatch(path -> path.matches("(click|user|property)\\..*|sub\\d+") && !path.equals(CLICK_TIME))) {
            doubts.add(new Problem(
                    "url",
                    "nothing in this request says whose conversion it is; send the network's click id, for example "
                            + "cid={{ click.id | required }}"));
        } else if (written.containsKey("click_id")
                && used.stream().noneMatch(path -> path.matches("(click|sub).*") && !path.equals(CLICK_TIME))) {
            doubts.add(new Problem(
                    "click_id", "nothing in this request uses {{ click.id }}, so this click id is never sent"));
        } else if (used.stream().noneMatch(path -> isClick(path))) {
            doubts.add(
                    new Problem(
                            "url",
                            "no click id is in this request, so the network may not know whose conversion it is"
                                    + (used.stream().anyMatch(BESIDE_A_CLICK.asMatchPredicate())
                                            ? ": what stood beside one in the landing address is none"
                                            : "")
                                    + "; send cid={{ click.id | required }}, and name by 'click_id' the parameter that carries it"));
        }
        if (written.get("secrets") instanceof Map<?, ?> secrets) {
            secrets.keySet().stream()
                    .filter(name -> !used.contains("secret." + name))
                    .forEach(name -> doubts.add(
                            new Problem("secrets." + name, "nothing in this request uses {{ secret." + name + " }}")));
        }
        return doubts;
    }

    /** Whether a network may know its click by this; the operator may have named the one that a parameter stands for. */
    private boolean isClick(String path) {
        return !path.equals(CLICK_TIME) && BESIDE_A_CLICK.matcher(path).matches()
                ? written.containsKey("click_id") || written.containsKey("capture")
                : (path.startsWith("click.") && !path.equals(CLICK_TIME))
                        || CLICK_OF_THE_EVENT.matcher(path).matches();
    }

    /** Where the click may be missing the event goes out all the same, and is nobody's. */
    private List<Problem> clickless() {
        List<Problem> doubts = new ArrayList<>();
        for (String part : List.of("url", "query", "body")) {
            String text = String.valueOf(written.get(part));
            boolean asked = CLICK.matcher(text).find();
            if (asked && !CLICK_OR_ELSE.matcher(text).find()) {
                doubts.add(new Problem(
                        part,
                        "an event without a click goes out too, without its id; {{ click.id | required }} sends none"));
            }
        }
        return doubts;
    }

    /** A slip in a status is a word that no event will ever say; a tag's own 'statuses' are looked at with the tag. */
    private List<Problem> statuses() {
        List<Problem> doubts = new ArrayList<>();
        String of = "the preset " + preset.name() + " at '";
        preset.statuses().keySet().forEach(word -> slip(word, "preset", of + "statuses." + word + "': ", doubts));
        preset.byStatus().keySet().forEach(word -> slip(word, "preset", of + "by_status." + word + "': ", doubts));
        if (written.get("by_status") instanceof Map<?, ?> own) {
            own.keySet().forEach(word -> slip(String.valueOf(word), "by_status." + word, "", doubts));
        }
        return doubts;
    }

    private static void slip(String word, String path, String where, List<Problem> doubts) {
        String meant = STATUSES.contains(word) ? "" : Suggestion.among(STATUSES, word);
        if (!meant.isEmpty()) {
            doubts.add(new Problem(path, where + "'" + word + "' is no status that the hub knows" + meant));
        }
    }

    /** Word lists that nothing reads. */
    private List<Problem> lists() {
        Map<?, ?> maps = written.get("maps") instanceof Map<?, ?> map ? map : Map.of();
        String others = written.entrySet().stream()
                .filter(one -> !one.getKey().equals("maps"))
                .map(one -> String.valueOf(one.getValue()))
                .collect(Collectors.joining("\n"));
        return maps.keySet().stream()
                .map(String::valueOf)
                .filter(name -> !preset.maps().containsKey(name))
                .filter(name -> !Pattern.compile("map\\s*:\\s*['\"]?" + Pattern.quote(name) + "\\b")
                        .matcher(others)
                        .find())
                .map(name -> new Problem(
                        "maps." + name,
                        "nothing in this request uses this list; {{ event.name | map:" + name + " }} does"))
                .toList();
    }

    /** Where each event has something of its own to say, and one word would go out for all of them. */
    private List<Problem> words(RequestTemplate request) {
        List<Problem> doubts = new ArrayList<>();
        Map<String, Object> sent = new LinkedHashMap<>(request.query());
        if (request.body() != null) {
            request.body().forEach((name, node) -> sent.putIfAbsent(name, node == null ? "" : node));
        }
        sent.forEach((name, node) -> {
            String word = node instanceof Template template && !template.hasMacros() ? template.fixed(scope) : null;
            String macro = word == null ? null : Macros.inPlaceOf(name, word);
            String part = Stream.of("query", "body")
                    .filter(one -> written.get(one) instanceof Map<?, ?> map && map.containsKey(name))
                    .findFirst()
                    .map(one -> one + "." + name)
                    .orElse("url");
            if (macro == null
                    && word != null
                    && Macros.isDoubtful(name, word)
                    && written.containsKey(part.split("\\.")[0])) {
                doubts.add(new Problem(
                        part,
                        "'" + name + "' goes out as '" + word
                                + "' with each event; if that is the network's macro, write one of ours in its place"));
            }
            if (macro != null && written.containsKey(part.split("\\.")[0])) {
                doubts.add(new Problem(
                        part,
                        "'" + name + "' goes out as the word '" + word
                                + "' with each event; what the event has there is {{ " + macro + " }}"));
            }
        });
        return doubts;
    }
}
