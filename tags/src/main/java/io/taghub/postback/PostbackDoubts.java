package io.taghub.postback;

import io.taghub.life.Saying;
import io.taghub.postback.folder.NetworkFolders;
import io.taghub.postback.preset.KnownHosts;
import io.taghub.postback.preset.Preset;
import io.taghub.postback.preset.Values;
import io.taghub.postback.preset.WrittenCall;
import io.taghub.tag.Auth;
import io.taghub.tag.Form.Problem;
import io.taghub.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    private static final Pattern OR_ELSE = Pattern.compile("default\\s*:\\s*'([^']*)'");

    /**
     * One call of a tag.
     *
     * @param used every path that it reads
     */
    record OneCall(Postback.Dialogue dialogue, Set<String> used) {
        RequestTemplate request() {
            return dialogue.request();
        }
    }

    private static final String MACRO = "; if that is the network's macro, write one of ours in its place";
    private static final String GOES_OUT = " with each event" + MACRO;

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

    /** @param calls by what leads to them, with a dot at the end; the one that most events are by the empty text */
    List<Problem> all(Map<String, OneCall> calls) {
        OneCall main = Objects.requireNonNull(calls.get(""));
        List<Problem> nobodys = whose(main.used(), false);
        List<Problem> doubts = new ArrayList<>();
        Stream.of(needs(), webhooks(main.request()), known(main.request()), nobodys, secrets(), clickless())
                .forEach(doubts::addAll);
        calls.forEach((where, call) -> {
            if (!where.isEmpty() && nobodys.isEmpty()) {
                whose(where, call.used()).forEach(doubts::add);
            }
            doubts.addAll(words(where, call.request()));
        });
        Stream.of(defaults(), shared(), statuses(), lists()).forEach(doubts::addAll);
        return doubts;
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
        if (!written.containsKey("url")) {
            return List.of();
        }
        Set<String> networks =
                preset.name().equals(NetworkFolders.GENERIC) ? KnownHosts.at(request.receiver()) : Set.of();
        String type = types.get(request.receiver());
        if (networks.isEmpty()) {
            return type == null
                    ? List.of()
                    : List.of(new Problem(
                            "url",
                            "this host has a type of its own, which knows its calls and what its answers mean: type: "
                                    + type));
        }
        return List.of(new Problem(
                "url",
                "this host is one that a preset knows, with what its answers mean: preset: "
                        + String.join(" or ", networks)
                        + (type == null ? "" : ", or type: " + type)));
    }

    /**
     * A request that does not say whose conversion it is.
     *
     * @param back whether it takes one back, which the network may know by other things than a click
     */
    private List<Problem> whose(Set<String> used, boolean back) {
        if (used.stream()
                .noneMatch(path -> path.matches("(click|user|property)\\..*|sub\\d+") && !path.equals(CLICK_TIME))) {
            return List.of(new Problem(
                    "url",
                    "nothing in this request says whose conversion it is; send the network's click id, for example "
                            + "cid={{ click.id | required }}"));
        }
        if (written.containsKey("click_id")
                && used.stream().noneMatch(path -> path.matches("(click|sub).*") && !path.equals(CLICK_TIME))) {
            return List.of(new Problem(
                    "click_id", "nothing in this request uses {{ click.id }}, so this click id is never sent"));
        }
        if (back || used.stream().anyMatch(this::isClick)) {
            return List.of();
        }
        return List.of(
                new Problem(
                        "url",
                        "no click id is in this request, so the network may not know whose conversion it is"
                                + (used.stream().anyMatch(BESIDE_A_CLICK.asMatchPredicate())
                                        ? ": what stood beside one in the landing address is none"
                                        : "")
                                + "; send cid={{ click.id | required }}, and name by 'click_id' the parameter that carries it"));
    }

    /** The same of a call for an event or a status. What takes a conversion back may name the order alone. */
    private Stream<Problem> whose(String where, Set<String> used) {
        String name = where.replaceFirst("^\\w+\\.(.*)\\.$", "$1");
        boolean back = where.startsWith("by_status.") || Saying.takesBack(name);
        return back && used.stream().anyMatch(path -> path.startsWith("txn.") || path.startsWith("original."))
                ? Stream.of()
                : whose(used, back).stream().flatMap(doubt -> placed(where, "url", "", doubt.message()));
    }

    /** What nothing in a request uses. */
    private List<Problem> secrets() {
        return written.get("secrets") instanceof Map<?, ?> secrets
                ? secrets.keySet().stream()
                        .filter(name -> !scope.used().contains("secret." + name))
                        .map(name -> new Problem(
                                "secrets." + name, "nothing in this request uses {{ secret." + name + " }}"))
                        .toList()
                : List.of();
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

    /** A goal that another event has too does not say that something is taken back. */
    private List<Problem> shared() {
        Map<String, String> goals = Values.textMap(written, "goals");
        return goals.entrySet().stream()
                .filter(goal -> Saying.takesBack(goal.getKey()) && !Postback.isOwn(goal.getKey(), goals))
                .map(goal -> new Problem(
                        "goals." + goal.getKey(),
                        "this goal says of conversions that they are some, and of '" + goal.getKey()
                                + "' nothing; leave it out, and it is told as this network takes back, where it does"))
                .toList();
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
        String meant = Saying.words().contains(word) ? "" : Suggestion.among(Saying.words(), word);
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
    private List<Problem> words(String where, RequestTemplate request) {
        List<Problem> doubts = new ArrayList<>();
        request.path().forEach(segment -> {
            String word = segment.hasMacros() ? null : segment.fixed(scope);
            if (word != null && Macros.isDoubtful("", word)) {
                placed(where, "url", "", "'" + word + "' goes out in the path" + GOES_OUT)
                        .forEach(doubts::add);
            }
        });
        request.query().forEach((name, value) -> word(where, "query", name, value, doubts));
        request.headers().forEach((name, value) -> word(where, "headers", name, value, doubts));
        if (request.body() != null) {
            request.body().forEach((name, value) -> word(where, "body", name, value, doubts));
        }
        return doubts;
    }

    /** @param key of the value, with a dot between what leads to it */
    private void word(String where, String part, String key, @Nullable Object node, List<Problem> doubts) {
        switch (node) {
            case Map<?, ?> map -> map.forEach((name, inner) -> word(where, part, key + "." + name, inner, doubts));
            case List<?> list -> list.forEach(inner -> word(where, part, key, inner, doubts));
            case RequestTemplate.Loop(Object of) -> word(where, part, key, of, doubts);
            case Template template
            when !template.hasMacros() -> {
                String word = template.fixed(scope);
                String name = key.substring(key.lastIndexOf('.') + 1);
                String macro = word == null || part.equals("headers") ? null : Macros.inPlaceOf(name, word);
                if (macro != null) {
                    placed(
                                    where,
                                    part,
                                    key,
                                    "'" + name + "' goes out as the word '" + word
                                            + "' with each event; what the event has there is {{ " + macro + " }}")
                            .forEach(doubts::add);
                } else if (word != null && Macros.isDoubtful(name, word)) {
                    placed(where, part, key, "'" + name + "' goes out as '" + word + "'" + GOES_OUT)
                            .forEach(doubts::add);
                }
            }
            case null, default -> {}
        }
    }

    /** What is sent for want of a value. */
    private List<Problem> defaults() {
        List<Problem> doubts = new ArrayList<>();
        List.of("url", "query", "headers", "body", "by_event", "by_status")
                .forEach(key -> defaults(key, written.get(key), doubts));
        return doubts;
    }

    private static void defaults(String path, @Nullable Object node, List<Problem> doubts) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> defaults(path + "." + name, inner, doubts));
        } else if (node instanceof String text) {
            OR_ELSE.matcher(text)
                    .results()
                    .map(found -> found.group(1))
                    .filter(word -> Macros.isDoubtful("", word))
                    .forEach(word -> doubts.add(
                            new Problem(path, "'" + word + "' goes out where the value is missing" + MACRO)));
        }
    }

    /** At what the operator wrote, or at what the preset did; nowhere for what another call has and says. */
    private Stream<Problem> placed(String where, String part, String key, String message) {
        String[] steps = where.split("\\.", 2);
        String block = steps.length == 1 ? "" : steps[1].substring(0, steps[1].length() - 1);
        Map<?, ?> own =
                where.isEmpty() ? written : map(map(written.get(steps[0])).get(block));
        WrittenCall theirs = where.isEmpty()
                ? preset.call()
                : (steps[0].equals("by_event") ? preset.byEvent() : preset.byStatus()).get(block);
        String name = key.split("\\.", 2)[0];
        if (map(own.get(part)).containsKey(name)) {
            return Stream.of(new Problem(where + part + "." + key, message));
        }
        if (theirs != null && theirs.parts().getOrDefault(part, Map.of()).containsKey(name)) {
            return doubtful(where + part + "." + key, message);
        }
        if (own.containsKey("url")) {
            return Stream.of(new Problem(where + "url", message));
        }
        return theirs == null || theirs.url() == null ? Stream.of() : doubtful(where + "url", message);
    }

    private Stream<Problem> doubtful(String path, String message) {
        return Stream.of(
                new Problem("preset", "the preset " + preset.name() + " is doubtful at '" + path + "': " + message));
    }

    private static Map<?, ?> map(@Nullable Object node) {
        return node instanceof Map<?, ?> map ? map : Map.of();
    }
}
