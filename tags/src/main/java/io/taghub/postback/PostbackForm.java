package io.taghub.postback;

import io.taghub.postback.answer.Answers;
import io.taghub.postback.folder.NetworkFolders;
import io.taghub.postback.preset.Capture;
import io.taghub.postback.preset.OpenFields;
import io.taghub.postback.preset.Preset;
import io.taghub.postback.preset.PresetReader;
import io.taghub.postback.preset.Reversal;
import io.taghub.postback.preset.Values;
import io.taghub.postback.preset.WrittenCall;
import io.taghub.tag.Form;
import io.taghub.tag.Form.Bound;
import io.taghub.tag.Form.Field;
import io.taghub.tag.Form.Kind;
import io.taghub.tag.Form.Problem;
import io.taghub.tag.Secret;
import io.taghub.tag.TypedSecrets;
import io.taghub.text.Amount;
import io.taghub.text.MacroSigns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The form of a postback tag with a certain preset: the preset's own settings, and what every postback can be told. */
final class PostbackForm {
    /** What tells one order of a click from another. */
    private static final Set<String> TELLING = Set.of("txn.id", "event.id", "original.id", "original.order");

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
        fields.addAll(List.of(new Field(
                "url",
                Kind.TEXT,
                preset.url() == null,
                "where the postback goes; macros after the host",
                "https://trk.partner.example/postback?cid={{ click.id | required }}",
                "",
                "",
                List.of())));
        fields.addAll(WrittenCall.fields(written));
        fields.addAll(PresetReader.special(written));
        fields.addAll(List.of(
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

    private RequestCompiler compiler(Scope scope, boolean allowHttp, boolean fanOut) {
        return new RequestCompiler(scope, namesOf(Preset.Type.HOST), allowHttp, fanOut);
    }

    /** Compiles the calls of one tag, and tells whose each problem is. */
    private final class Calls {
        private final Scope scope;
        private final boolean allowHttp;
        private final boolean fanOut;
        private final Map<String, Signature> signatures;
        private final Consumer<Problem> told;
        private final Map<String, PostbackDoubts.OneCall> compiled = new LinkedHashMap<>();

        private Calls(
                Scope scope,
                boolean allowHttp,
                boolean fanOut,
                Map<String, Signature> signatures,
                Consumer<Problem> told) {
            this.scope = scope;
            this.allowHttp = allowHttp;
            this.fanOut = fanOut;
            this.signatures = signatures;
            this.told = told;
        }

        /** @param where what leads to it, with a dot at the end */
        private Postback.@Nullable Dialogue compile(String where, WrittenCall call) {
            Set<String> used = new TreeSet<>();
            RequestCompiler compiler = compiler(scope.telling(used), allowHttp, fanOut);
            RequestTemplate request = compiler.compile(call, signatures);
            scope.used().addAll(used);
            compiler.problems().forEach(problem -> told.accept(new Problem(where + problem.path(), problem.message())));
            Answers answers = Answers.of(
                    call.answers(), (key, message) -> told.accept(new Problem(where + "answers." + key, message)));
            if (request == null) {
                return null;
            }
            Postback.Dialogue dialogue = new Postback.Dialogue(request, answers, call.repeatable());
            compiled.put(where, new PostbackDoubts.OneCall(dialogue, Set.copyOf(used)));
            return dialogue;
        }

        /** The operator's block goes over the preset's of the same name, and both over the main call. */
        private Map<String, Postback.Dialogue> blocks(
                String key, WrittenCall main, Map<String, WrittenCall> theirs, Map<String, WrittenCall> own) {
            Set<String> names = new TreeSet<>(theirs.keySet());
            names.addAll(own.keySet());
            Map<String, Postback.Dialogue> dialogues = new LinkedHashMap<>();
            for (String name : names) {
                WrittenCall block = theirs.containsKey(name) ? main.branched(theirs.get(name)) : main;
                Postback.Dialogue dialogue =
                        compile(key + "." + name + ".", own.containsKey(name) ? block.branched(own.get(name)) : block);
                if (dialogue != null) {
                    dialogues.put(name, dialogue);
                }
            }
            return dialogues;
        }
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
        boolean fanOut = preset.fanOut() || values.get("fan_out") != null;
        RequestCompiler signing = compiler(scope, allowHttp || theirHttp, fanOut);
        Map<String, Signature> signatures =
                signing.signatures(Values.merged(preset.signatures(), Values.map(values, "signature")));
        signing.problems().forEach(problem -> problems.add(placed(problem, written)));
        Calls calls = new Calls(
                scope, allowHttp || theirHttp, fanOut, signatures, problem -> problems.add(placed(problem, written)));
        WrittenCall call = preset.call().with(WrittenCall.of(values));
        Postback.Dialogue main = calls.compile("", call);
        Map<String, Postback.Dialogue> byEvent =
                calls.blocks("by_event", call, preset.byEvent(), PresetReader.blocks(values, "by_event"));
        Map<String, Postback.Dialogue> byStatus =
                calls.blocks("by_status", call, preset.byStatus(), PresetReader.blocks(values, "by_status"));
        RequestTemplate request = main == null ? null : main.request();
        for (String key : List.of("goals", "statuses")) {
            String path = key.equals("goals") ? "goal" : "status";
            if (request != null
                    && written.get(key) instanceof Map
                    && !scope.used().contains(path)) {
                problems.add(new Problem(
                        key, "nothing in the request uses {{ " + path + " }}, so '" + key + "' has no effect"));
            }
        }
        Map<String, String> goals = Values.merged(preset.goals(), Values.textMap(values, "goals"));
        Map<String, String> statuses = Values.merged(preset.statuses(), Values.textMap(values, "statuses"));
        Map<String, Map<String, String>> lists = new LinkedHashMap<>(Map.of("goals", goals, "statuses", statuses));
        scope.maps().forEach((list, words) -> lists.put("maps." + list, words));
        lists.forEach((list, words) -> words.forEach((ours, theirs) -> {
            if (theirs != null && MacroSigns.isIn(theirs)) {
                problems.add(placed(
                        new Problem(
                                list + "." + ours,
                                "what stands here goes out as it is, so a macro does nothing; write the network's word"),
                        written));
            }
        }));
        String taken = currency(scope);
        if (taken != null && !Amount.isCurrency(taken)) {
            problems.add(placed(
                    new Problem(
                            String.valueOf(preset.currency()).replaceAll("settings\\.| or .*", ""),
                            "'" + taken + "' is no currency's code, such as USD"),
                    written));
        }
        if (main == null || request == null || !problems.isEmpty()) {
            return new Bound.Invalid<>(problems);
        }
        if (capture.isEmpty() && scope.used().contains("click.id")) {
            return new Bound.Invalid<>(List.of(new Problem(
                    "click_id",
                    "'click_id' is missing: " + preset.name()
                            + " names no landing parameter that carries the click id")));
        }
        boolean implied = taken != null && request.reads("value") && !request.reads("currency");
        boolean recognised = !preset.dedupBy().isEmpty()
                && calls.compiled.values().stream()
                        .map(PostbackDoubts.OneCall::dialogue)
                        .allMatch(one ->
                                one.repeatable() || one.request().parameters().containsAll(preset.dedupBy()));
        Reversal reversal = Reversal.of(Values.text(values, "reversal"));
        return new Bound.Filled<>(new Postback(
                preset.name(),
                main,
                byEvent,
                byStatus,
                signatures,
                fanOut,
                preset.linesAddUp() || values.get("lines") != null,
                capture,
                clickIds(capture, scope),
                preset.clickIdRules(),
                own.claim(preset.name(), request.receiver(), claimed(capture, scope)),
                goals,
                statuses,
                Set.copyOf(scope.used()),
                implied ? Set.of(taken) : Amounts.writtenOut(request, scope),
                implied,
                recognised ? preset.dedupWindow() : null,
                values.get("max_click_age") instanceof Duration age ? age : preset.maxClickAge(),
                preset.signed() || Boolean.TRUE.equals(values.get("signed")),
                preset.corrects() || Boolean.TRUE.equals(values.get("corrects")),
                reversal == null ? style(scope) : reversal,
                onePer(scope, reversal == null ? style(scope) : reversal),
                platforms,
                new PostbackDoubts(preset, written, scope, platforms.hosts()).all(calls.compiled)));
    }

    /** As the preset says; where no id is in the request, nothing but the click says which conversion a reversal is of. */
    private @Nullable String onePer(Scope scope, @Nullable Reversal reversal) {
        if (reversal == null || reversal == Reversal.NONE) {
            return null;
        }
        boolean ordered = scope.used().stream()
                .anyMatch(path -> TELLING.contains(path) || path.startsWith("property.") || path.startsWith("item."));
        boolean named = scope.used().contains("goal") || scope.used().contains("event.name");
        return preset.onePer() != null || ordered ? preset.onePer() : named ? "click+goal" : "click";
    }

    /** The preset's; where the operator writes the request, a status is told again only if that says one. */
    private @Nullable Reversal style(Scope scope) {
        boolean unsaid = preset.url() == null && !scope.used().contains("status");
        return unsaid && preset.reversal() == Reversal.RESEND_STATUS ? null : preset.reversal();
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

    /** Where a preset sends a secret, an operator's text is one too, under whatever name. */
    private List<Problem> typedOver(Map<String, ?> written) {
        List<Problem> problems = new ArrayList<>();
        preset.call().parts().forEach((part, theirs) -> {
            Map<?, ?> own = written.get(part) instanceof Map<?, ?> map ? map : Map.of();
            own.forEach((name, value) -> {
                boolean secret = theirs.get(String.valueOf(name)) instanceof String text && text.contains("secret.");
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
        return new Scope(settings, secrets, clickNames, maps, new TreeSet<>(), new TreeSet<>());
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
