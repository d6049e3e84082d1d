package io.taghub.postback;

import io.taghub.postback.answer.Answers;
import io.taghub.postback.folder.NetworkFolders;
import io.taghub.tag.Form;
import io.taghub.tag.Form.Bound;
import io.taghub.tag.Form.Field;
import io.taghub.tag.Form.Kind;
import io.taghub.tag.Form.Problem;
import io.taghub.tag.Secret;
import io.taghub.tag.TypedSecrets;
import io.taghub.text.Amount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The form of a postback tag with a certain preset: the preset's own settings, and what every postback can be told. */
final class PostbackForm {
    private static final Pattern CLICK = Pattern.compile("\\{\\{\\s*click\\.id");
    private static final Pattern CLICK_OR_ELSE =
            Pattern.compile("\\{\\{\\s*(?:click\\.[\\w.]+|sub\\d+|user\\.[\\w.]+)[^}]*\\|\\s*(?:required|default)");

    private static final Pattern BESIDE_A_CLICK = Pattern.compile("sub\\d+|click\\.param\\..*|click\\.time");

    /** The back end may know the click itself. */
    private static final Pattern CLICK_OF_THE_EVENT =
            Pattern.compile("(?i)property\\.[\\w-]*(?:clic?k|cl?id|sub|aff|track|tag|token|ref|visit)[\\w-]*");

    /** Keys that every postback takes, whatever the preset. */
    static final Set<String> COMMON = Set.of(
            "preset",
            "url",
            "method",
            "query",
            "headers",
            "body",
            "secrets",
            "goals",
            "statuses",
            "answers",
            "maps",
            "click_id",
            "capture",
            "max_click_age",
            "allow_http",
            "signed",
            "corrects");

    private final Preset preset;
    private final Set<String> presetNames;
    private final PlatformIds platforms;

    PostbackForm(Preset preset, Set<String> presetNames, PlatformIds platforms) {
        this.preset = preset;
        this.presetNames = presetNames;
        this.platforms = platforms;
    }

    Form<Postback> form(Map<String, ?> written) {
        List<Field> fields = new ArrayList<>();
        String names = String.join("|", presetNames);
        fields.add(new Field(
                "preset", Kind.TEXT, false, "the network", "voluum", names, NetworkFolders.GENERIC, List.of()));
        // Whoever writes the URL out has said the host already.
        boolean ownUrl = written.containsKey("url");
        preset.settings()
                .forEach(setting -> fields.add(setting.field(!(ownUrl && setting.type() == Preset.Type.HOST))));
        fields.addAll(List.of(
                new Field(
                        "url",
                        Kind.TEXT,
                        preset.url() == null,
                        "where the postback goes; macros after the host",
                        "https://trk.partner.example/postback?cid={{ click.id | required }}",
                        "",
                        "",
                        List.of()),
                new Field("method", Kind.TEXT, false, "GET or POST", "GET", "GET|POST", "", List.of()),
                OpenFields.texts("query", "parameters, over the preset's; null takes one away", written.get("query")),
                OpenFields.texts("headers", "headers, over the preset's", written.get("headers")),
                OpenFields.tree("body", "a JSON body, over the preset's", written.get("body")),
                new Field(
                        "secrets",
                        Kind.OBJECT,
                        false,
                        "secrets by name, for the macro secret.NAME",
                        "",
                        "",
                        "",
                        secrets(written.get("secrets"))),
                OpenFields.field(
                        "goals",
                        Kind.TEXT_MAP,
                        "our event to the network's goal; null is its base conversion",
                        List.of()),
                OpenFields.field("statuses", Kind.TEXT_MAP, "our status to the network's word", List.of()),
                OpenFields.field(
                        "answers",
                        Kind.TEXT_MAP,
                        "what answers mean: delivered, duplicate, rejected, retry, unknown, misconfigured, bad_credentials or "
                                + "no_permission to a regular expression searched in 'STATUS BODY', or to a JSON field, "
                                + "$.status = 1",
                        List.of()),
                OpenFields.field(
                        "maps", Kind.OBJECT, "word lists for the filter map", PresetReader.maps(written.get("maps"))),
                new Field(
                        "click_id",
                        Kind.TEXT,
                        false,
                        "which captured click id is sent",
                        "clickid",
                        "[A-Za-z0-9_.-]{1,64}",
                        "",
                        List.of()),
                Capture.field(written.get("capture")),
                OpenFields.field("max_click_age", Kind.DURATION, "oldest click the network takes", List.of()),
                OpenFields.field(
                        "allow_http", Kind.FLAG, "send unencrypted, where the network has no https", List.of()),
                OpenFields.field("signed", Kind.FLAG, "whether the network takes negative amounts", List.of()),
                OpenFields.field(
                        "corrects",
                        Kind.FLAG,
                        "whether the network, told of an order again with another value, corrects the one it has; elsewhere"
                                + " the first value stands",
                        List.of())));
        // A preset may have had a setting of this name before it was a word of every postback's.
        if (preset.settings().stream().noneMatch(setting -> setting.name().equals(Capture.SHARED))) {
            fields.add(Capture.sharing());
        }
        return Form.checked(fields, values -> compile(values, written));
    }

    private static List<Field> secrets(@Nullable Object written) {
        return written instanceof Map<?, ?> map
                ? map.keySet().stream()
                        .map(name -> OpenFields.field(String.valueOf(name), Kind.SECRET, "a secret", List.of()))
                        .toList()
                : List.of();
    }

    private Bound<Postback> compile(Map<String, @Nullable Object> values, Map<String, ?> written) {
        List<Problem> problems = new ArrayList<>();
        Capture own = Capture.of(values, written);
        problems.addAll(own.problems());
        List<String> capture = own.name() == null ? preset.capture() : List.of(own.name());
        problems.addAll(typedOver(written));
        Scope scope = scope(values, capture);
        boolean allowHttp = Boolean.TRUE.equals(values.get("allow_http"));
        boolean theirHttp = preset.isHttp() && !written.containsKey("url");
        if (theirHttp && !allowHttp) {
            problems.add(new Problem(
                    "preset",
                    preset.name() + " documents http:// only, so what it is told can be read on the way; write"
                            + " allow_http: true to send it all the same"));
        }
        RequestCompiler compiler = new RequestCompiler(scope, namesOf(Preset.Type.HOST), allowHttp || theirHttp);
        Map<String, @Nullable Object> body = Values.merged(preset.body(), Values.map(values, "body"));
        String method = Values.textOr(
                values, "method", preset.method() == null ? body.isEmpty() ? "GET" : "POST" : preset.method());
        RequestTemplate request = compiler.compile(
                method,
                Values.textOr(values, "url", preset.url() == null ? "" : preset.url()),
                Values.merged(preset.query(), Values.map(values, "query")),
                Values.merged(preset.headers(), Values.map(values, "headers")),
                body);
        compiler.problems().forEach(problem -> problems.add(placed(problem, written)));
        Answers answers = Answers.of(
                Answers.merged(preset.answers(), Values.textMap(values, "answers")),
                (key, message) -> problems.add(placed(new Problem("answers." + key, message), written)));
        for (String key : List.of("goals", "statuses")) {
            String path = key.equals("goals") ? "goal" : "status";
            if (request != null
                    && written.get(key) instanceof Map
                    && !scope.used().contains(path)) {
                problems.add(new Problem(
                        key, "nothing in the request uses {{ " + path + " }}, so '" + key + "' has no effect"));
            }
        }
        String taken = currency(scope);
        if (taken != null && !Amount.isCurrency(taken)) {
            problems.add(placed(
                    new Problem(
                            String.valueOf(preset.currency()).replaceAll("settings\\.| or .*", ""),
                            "'" + taken + "' is no currency's code, such as USD"),
                    written));
        }
        if (request == null || !problems.isEmpty()) {
            return new Bound.Invalid<>(problems);
        }
        boolean implied = taken != null && request.reads("value") && !request.reads("currency");
        boolean recognised = !preset.dedupBy().isEmpty() && request.parameters().containsAll(preset.dedupBy());
        return new Bound.Filled<>(new Postback(
                preset.name(),
                request,
                capture,
                clickIds(capture, scope),
                preset.clickIdRules(),
                own.claim(preset.name(), request.receiver(), claimed(capture, scope)),
                Values.merged(preset.goals(), Values.textMap(values, "goals")),
                Values.merged(preset.statuses(), Values.textMap(values, "statuses")),
                Set.copyOf(scope.used()),
                implied ? Set.of(taken) : Amounts.writtenOut(request, scope),
                implied,
                answers,
                recognised ? preset.dedupWindow() : null,
                values.get("max_click_age") instanceof Duration age ? age : preset.maxClickAge(),
                preset.signed() || Boolean.TRUE.equals(values.get("signed")),
                preset.corrects() || Boolean.TRUE.equals(values.get("corrects")),
                platforms,
                Stream.of(doubts(written, scope.used()), clickless(written), words(written, request, scope))
                        .flatMap(List::stream)
                        .toList()));
    }

    /** In which the network takes every amount to be, whatever the event's own; null where the request can say it. */
    private @Nullable String currency(Scope scope) {
        String said = preset.currency();
        for (String one : said == null ? new String[0] : said.split(" or ")) {
            String named =
                    one.startsWith("settings.") ? scope.settings().get(one.substring("settings.".length())) : one;
            if (named != null) {
                return named.strip().toUpperCase(Locale.ROOT);
            }
        }
        return null;
    }

    /** What nothing in the request uses, and a request that does not say whose conversion it is. */
    private static List<Problem> doubts(Map<String, ?> written, Set<String> used) {
        List<Problem> doubts = new ArrayList<>();
        if (used.stream().noneMatch(path -> path.matches("(click|user|property)\\..*|sub\\d+"))) {
            doubts.add(new Problem(
                    "url",
                    "nothing in this request says whose conversion it is; send the network's click id, for example "
                            + "cid={{ click.id | required }}"));
        } else if (written.containsKey("click_id") && used.stream().noneMatch(path -> path.matches("(click|sub).*"))) {
            doubts.add(new Problem(
                    "click_id", "nothing in this request uses {{ click.id }}, so this click id is never sent"));
        } else if (used.stream().noneMatch(path -> isClick(path, written))) {
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
    private static boolean isClick(String path, Map<String, ?> written) {
        return BESIDE_A_CLICK.matcher(path).matches()
                ? written.containsKey("click_id") || written.containsKey("capture")
                : path.startsWith("click.") || CLICK_OF_THE_EVENT.matcher(path).matches();
    }

    /** Where the click may be missing the event goes out all the same, and is nobody's. */
    private static List<Problem> clickless(Map<String, ?> written) {
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

    /** Where each event has something of its own to say, and one word would go out for all of them. */
    private static List<Problem> words(Map<String, ?> written, RequestTemplate request, Scope scope) {
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
            if (macro != null && written.containsKey(part.split("\\.")[0])) {
                doubts.add(new Problem(
                        part,
                        "'" + name + "' goes out as the word '" + word
                                + "' with each event; what the event has there is {{ " + macro + " }}"));
            }
        });
        return doubts;
    }

    /** Where a preset sends a secret, an operator's text is one too, under whatever name. */
    private List<Problem> typedOver(Map<String, ?> written) {
        List<Problem> problems = new ArrayList<>();
        Map.of("query", preset.query(), "headers", preset.headers(), "body", preset.body())
                .forEach((part, theirs) -> {
                    Map<?, ?> own = written.get(part) instanceof Map<?, ?> map ? map : Map.of();
                    own.forEach((name, value) -> {
                        boolean secret =
                                theirs.get(String.valueOf(name)) instanceof String text && text.contains("secret.");
                        String typed = value instanceof String || value instanceof Number ? value.toString() : "";
                        boolean known = TypedSecrets.in(String.valueOf(name), typed);
                        if (secret && !known && !typed.isBlank() && !typed.contains("{{")) {
                            problems.add(new Problem(
                                    part + "." + name,
                                    "'" + name
                                            + "' is typed out here; a secret stands in the config by reference only, "
                                            + "${env:NAME} or ${file:PATH}"));
                        }
                    });
                });
        return problems;
    }

    private Scope scope(Map<String, @Nullable Object> values, List<String> capture) {
        Map<String, @Nullable String> settings = new LinkedHashMap<>();
        Map<String, @Nullable Secret> secrets = new LinkedHashMap<>();
        for (Preset.Setting setting : preset.settings()) {
            switch (setting.type()) {
                case HOST, TEXT -> settings.put(setting.name(), Values.text(values, setting.name()));
                case SECRET ->
                    secrets.put(setting.name(), values.get(setting.name()) instanceof Secret secret ? secret : null);
            }
        }
        Values.map(values, "secrets").forEach((name, value) -> {
            if (value instanceof Secret secret) {
                secrets.put(name, secret);
            }
        });
        Set<String> clickNames = new TreeSet<>(platforms.all());
        clickNames.addAll(capture);
        Map<String, Map<String, String>> maps = Values.merged(preset.maps(), Values.maps(values, "maps"));
        return new Scope(settings, secrets, clickNames, maps, new TreeSet<>());
    }

    private Set<String> namesOf(Preset.Type type) {
        return preset.settings().stream()
                .filter(setting -> setting.type() == type)
                .map(Preset.Setting::name)
                .collect(Collectors.toSet());
    }

    private List<String> claimed(List<String> capture, Scope scope) {
        return clickIds(capture, scope).stream()
                .filter(name -> capture.contains(name) || !platforms.contains(name))
                .toList();
    }

    private static List<String> clickIds(List<String> capture, Scope scope) {
        Stream<String> others = scope.used().stream()
                .filter(path -> path.startsWith("click."))
                .map(path -> path.substring("click.".length()))
                .filter(scope.clickNames()::contains);
        return Stream.concat(capture.stream(), others).distinct().toList();
    }

    /** A mistake in what the operator wrote is shown there; one in the preset is shown where the preset is chosen. */
    private Problem placed(Problem problem, Map<String, ?> written) {
        String[] keys = problem.path().split("\\.", 2);
        Object part = written.get(keys[0]);
        boolean theirs = keys.length == 1
                ? part != null
                : part instanceof Map<?, ?> map
                        && map.keySet().stream().anyMatch(key -> (keys[1] + ".").startsWith(key + "."));
        return theirs || (problem.path().equals("url") && preset.url() == null)
                ? problem
                : new Problem(
                        "preset",
                        "the preset " + preset.name() + " is wrong at '" + problem.path() + "': " + problem.message());
    }
}
