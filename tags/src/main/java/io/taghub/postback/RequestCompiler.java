package io.taghub.postback;

import io.taghub.postback.encode.Digest;
import io.taghub.postback.encode.Percent;
import io.taghub.postback.encode.Spelling;
import io.taghub.postback.preset.OpenFields;
import io.taghub.postback.preset.Values;
import io.taghub.postback.preset.WrittenCall;
import io.taghub.tag.Auth;
import io.taghub.tag.Form.Problem;
import io.taghub.tag.Secret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes a written request apart into a {@link RequestTemplate} and collects everything that is wrong with it. */
final class RequestCompiler {
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9-]+");

    /** Would change where the request goes, where it ends or how it is read, and are the connection's own business. */
    private static final Set<String> OURS = Set.of(
            "host",
            "content-length",
            "content-encoding",
            "content-range",
            "accept-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authorization",
            "transfer-encoding",
            "te",
            "trailer",
            "cookie",
            "expect",
            "upgrade");

    static final String BLANK =
            "white space stands at an end of a name or a value here and would go out with it; remove it";

    /** Without a click an event goes out too, and is nobody's. */
    private static final Pattern BARE_CLICK = Pattern.compile("\\{\\{\\s*click\\.id\\s*}}");

    private static final String CONTENT_TYPE = "content-type";
    private static final String FORM = "application/x-www-form-urlencoded";

    /** What stands in front of a semicolon is the type; a body is always written in UTF-8. */
    private static final Pattern JSON_OR_FORM =
            Pattern.compile("(?i)(" + FORM + "|[\\w.+-]+/([\\w.-]+\\+)?json)\\s*(;\\s*charset=\"?utf-?8\"?\\s*)?");

    private final Scope scope;
    private final AddressCompiler address;
    private final boolean fanOut;
    private boolean inLine;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Secret> secrets = new LinkedHashMap<>();

    /**
     * @param hosts the settings that may stand in the host
     * @param fanOut whether each line of an order is a call of its own
     */
    RequestCompiler(Scope scope, Set<String> hosts, boolean allowHttp, boolean fanOut) {
        this.fanOut = fanOut;
        this.inLine = fanOut;
        this.scope = scope;
        this.address = new AddressCompiler(this, scope, hosts, allowHttp);
        scope.secrets().forEach((name, secret) -> {
            if (secret != null) {
                secrets.put("secret." + name, secret);
            }
        });
    }

    List<Problem> problems() {
        return problems;
    }

    /** @param signatures by name; those of the request itself are made where it reads them */
    @Nullable
    RequestTemplate compile(WrittenCall call, Map<String, Signature> signatures) {
        List<Template> path = new ArrayList<>();
        Map<String, Template> pairs = new LinkedHashMap<>();
        String origin = address.compile(call.url() == null ? "" : call.url(), path, pairs);
        call.query().forEach((name, value) -> {
            Template template =
                    counted("query." + name, () -> parameter("query." + name, name, value, RequestPart.URL));
            if (template == null) {
                pairs.remove(name);
            } else {
                pairs.put(name, template.literals(Percent::encode));
            }
        });
        Map<String, Template> sent = headers(call.headers());
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        call.body()
                .forEach((name, value) ->
                        tree.put(name, counted("body." + name, () -> node("body." + name, name, value))));
        if (!tree.isEmpty() && call.methodOrUsual().equals("GET")) {
            problem("body", "a GET has no body; write method: POST");
        }
        boolean form = contentType(call.headers(), sent, tree);
        WrittenAuth proof = new WrittenAuth(secrets, scope);
        Auth written = proof.written(
                call.auth(), (where, value) -> template(where, "", value, RequestPart.HEADER), this::problem);
        if (written instanceof Auth.StandardWebhooks) {
            sent.putIfAbsent(
                    WrittenAuth.WEBHOOK_ID, parser("auth", RequestPart.HEADER).parse("{{ delivery.id }}"));
        }
        if (!problems.isEmpty() || origin == null) {
            return null;
        }
        // An optional secret that is not there.
        pairs.values()
                .removeIf(template -> template.hasSecret()
                        && template.only() instanceof Macro macro
                        && macro.filters().isEmpty()
                        && !secrets.containsKey(macro.path()));
        RequestTemplate whole = new RequestTemplate(
                call.methodOrUsual(), origin, path, pairs, sent, tree.isEmpty() ? null : tree, form, written, Map.of());
        Map<String, Signature> own = new LinkedHashMap<>(signatures);
        own.entrySet()
                .removeIf(one ->
                        one.getValue().over() == Signature.Over.TEXT || !whole.reads("signature." + one.getKey()));
        own.forEach((name, one) -> {
            if (one.over() == Signature.Over.BODY && whole.bodyReads("signature." + name)) {
                problem("body", "a signature of the body cannot stand in the body");
            }
        });
        boolean signedUrl = own.values().stream().anyMatch(one -> one.over() == Signature.Over.URL);
        return !problems.isEmpty()
                ? null
                : whole.proven(WrittenAuth.both(written, proof.taken(signedUrl ? Map.of() : pairs, sent)), own);
    }

    /** What {@code signature} says, by name; one may read those before it. */
    Map<String, Signature> signatures(Map<String, ? extends @Nullable Object> written) {
        Map<String, Signature> signatures = new LinkedHashMap<>();
        written.keySet().forEach(name -> {
            Map<String, @Nullable Object> one = Values.map(written, name);
            String where = "signature." + name;
            String of = Values.textOr(one, "of", "");
            Digest by = Objects.requireNonNull(Digest.of(Values.textOr(one, "by", "")));
            Template key =
                    one.get("key") == null ? null : template(where + ".key", "", one.get("key"), RequestPart.BODY);
            boolean absent = key != null && key.hasSecret() && proofOf(key) == null;
            if (by.isKeyed() != (key != null)) {
                problem(where, by.key() + (by.isKeyed() ? " needs a 'key'" : " takes no 'key'; put it into 'of'"));
            } else if (key != null && !key.hasSecret()) {
                problem(where + ".key", "the key is a secret, {{ secret.NAME }}");
            }
            Signature.Over over = switch (of) {
                case "url" -> Signature.Over.URL;
                case "body" -> Signature.Over.BODY;
                default -> Signature.Over.TEXT;
            };
            inLine = true;
            Template text = over == Signature.Over.TEXT ? template(where + ".of", "", of, RequestPart.BODY) : null;
            inLine = fanOut;
            Spelling as = Objects.requireNonNull(Spelling.of(Values.textOr(one, "as", "hex")));
            scope.signatures().add(name);
            // Without its key there is none, and its parameter is left out.
            signatures.put(
                    name,
                    absent
                            ? new Signature(Signature.Over.TEXT, null, by, as, null)
                            : new Signature(over, text, by, as, key == null ? null : proofOf(key)));
        });
        return signatures;
    }

    private @Nullable Secret proofOf(Template template) {
        Macro macro = template.only();
        return macro == null ? null : secrets.get(macro.path());
    }

    /** What stands under a name with a counter is there for each line. */
    private <T extends @Nullable Object> T counted(String where, Supplier<T> parsed) {
        boolean counted = RequestTemplate.isCounted(where);
        if (counted && fanOut) {
            problem(where, "each call is one line's, so there are no further lines in it");
        }
        inLine = fanOut || counted;
        T value = parsed.get();
        inLine = fanOut;
        return value;
    }

    private @Nullable Template parameter(String where, String name, @Nullable Object value, RequestPart place) {
        if (!(value instanceof Map<?, ?> loop)) {
            return template(where, name, value, place);
        }
        String join = loop.get("join") instanceof String text ? text : "";
        if (join.isEmpty()) {
            problem(where, "'join' is missing: what stands between the lines, for example \"|\"");
        }
        return lines(where, name, loop.get("of"), join, place);
    }

    private @Nullable Template lines(String where, String name, @Nullable Object of, String join, RequestPart place) {
        if (of == null || of instanceof Map) {
            problem(where, "'of' is missing: what is written of each line, for example \"{{ item.id }}\"");
            return null;
        }
        Template each = inLines(where, () -> template(where, name, of, place));
        return each == null ? null : new Template(List.of(new Template.Part.Lines(each, join)));
    }

    private <T extends @Nullable Object> T inLines(String where, Supplier<T> parsed) {
        if (inLine) {
            problem(where, "a line has no lines in it");
        }
        inLine = true;
        T value = parsed.get();
        inLine = fanOut;
        return value;
    }

    private Map<String, Template> headers(Map<String, ? extends @Nullable Object> headers) {
        Map<String, Template> sent = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        headers.forEach((name, value) -> {
            String where = "headers." + name;
            Template template = template(where, name, value, RequestPart.HEADER);
            String lower = name.toLowerCase(java.util.Locale.ROOT);
            if (!HEADER_NAME.matcher(name).matches() || OURS.contains(lower)) {
                problem(where, "this header cannot be set");
            } else if (template != null && !seen.add(lower)) {
                problem(where, "this header is there twice; upper and lower case make no difference");
            } else if (template != null && !fitsAHeader(template)) {
                problem(where, "a header takes letters, digits and signs of ASCII, no line break");
            } else if (template != null) {
                sent.put(lower.equals(CONTENT_TYPE) ? "Content-Type" : name, template);
            }
        });
        return sent;
    }

    /** What an event brings is looked at when it is sent. */
    private boolean fitsAHeader(Template template) {
        return template.parts().stream().allMatch(part -> switch (part) {
            case Template.Part.Text(String text) -> RequestTemplate.fitsAHeader(text);
            case Template.Part.Lines _ -> true;
            case Template.Part.Value(Macro macro) -> {
                Secret secret = macro.filters().isEmpty() ? secrets.get(macro.path()) : null;
                yield secret == null || RequestTemplate.fitsAHeader(secret.reveal());
            }
        });
    }

    /** Whether the body is a form. It is JSON or a form, and what the header says is what is sent. */
    private boolean contentType(
            Map<String, ? extends @Nullable Object> headers, Map<String, Template> sent, Map<String, ?> body) {
        Template written = sent.get("Content-Type");
        String where = headers.keySet().stream()
                .filter(CONTENT_TYPE::equalsIgnoreCase)
                .findFirst()
                .map(name -> "headers." + name)
                .orElse("headers");
        if (written == null) {
            counters(body);
            if (!body.isEmpty()) {
                sent.put("Content-Type", new Template(List.of(new Template.Part.Text("application/json"))));
            }
            return false;
        }
        String type = written.parts().getFirst() instanceof Template.Part.Text(String text) ? text.strip() : "";
        boolean form = type.toLowerCase(java.util.Locale.ROOT).startsWith(FORM);
        if (body.isEmpty()) {
            if (form) {
                problem(where, "there is no form to send; write its fields under 'body', or leave this header out");
            }
            return false;
        }
        if (written.hasMacros() || !JSON_OR_FORM.matcher(type).matches()) {
            problem(where, "a body is sent as application/json or as " + FORM + ", in UTF-8, and as nothing else");
        } else if (form) {
            body.forEach((name, value) -> {
                if (value instanceof Map || value instanceof List || value instanceof RequestTemplate.Loop) {
                    problem("body." + name, "a form has no groups and no lists; write one field for each value");
                }
            });
        } else {
            counters(body);
        }
        return form;
    }

    private void counters(Map<String, ?> body) {
        body.keySet().stream()
                .filter(RequestTemplate::isCounted)
                .forEach(name -> problem("body." + name, "in JSON lines are a list: {foreach: items, of: {...}}"));
    }

    private @Nullable Template template(String where, String name, @Nullable Object value, RequestPart place) {
        return switch (value) {
            case null -> null;
            case Secret secret -> {
                String path = "secret." + where;
                secrets.put(path, secret);
                Macro macro = new Macro(path, binding -> secret.reveal(), List.of());
                yield new Template(List.of(new Template.Part.Value(macro)));
            }
            default -> {
                String text = value.toString();
                String inner = text.strip();
                if (!name.equals(name.strip())
                        || (!text.equals(inner) && (place == RequestPart.URL || inner.matches("\\{\\{.*}}")))) {
                    problem(where, BLANK);
                }
                // A parameter without a value says nothing; the network's default holds.
                yield text.isEmpty() || !foreign(where, name + "=" + text, text)
                        ? null
                        : atALine(where, parser(where, place).parse(text));
            }
        };
    }

    Template atALine(String where, Template template) {
        if (!inLine && template.macros().map(Macro::path).anyMatch(LinePaths::isOne)) {
            problem(
                    where,
                    "{{ item... }} and {{ i }} mean a line of the order, and stand under a name with {{ i }}, in"
                            + " foreach: items, or anywhere with fan_out: items");
        }
        return template;
    }

    private @Nullable Object node(String where, String name, @Nullable Object value) {
        return switch (value) {
            case Map<?, ?> loop
            when loop.containsKey(OpenFields.FOREACH) ->
                loop.get("join") instanceof String join
                        ? lines(where, name, loop.get("of"), join, RequestPart.BODY)
                        : new RequestTemplate.Loop(inLines(where, () -> node(where + ".of", name, loop.get("of"))));
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> inner = new LinkedHashMap<>();
                map.forEach((key, element) ->
                        inner.put(String.valueOf(key), node(where + "." + key, String.valueOf(key), element)));
                yield inner;
            }
            case List<?> list ->
                list.stream()
                        .<Object>map(element -> parser(where, RequestPart.BODY).parse(String.valueOf(element)))
                        .toList();
            case String text -> template(where, name, text, RequestPart.BODY);
            case Secret secret -> template(where, name, secret, RequestPart.BODY);
            case null, default -> value;
        };
    }

    /** A URL copied from a network's page is full of that network's macros, which would go out as they stand. */
    boolean foreign(String where, String text, String shown) {
        return switch (Macros.convert(text, scope)) {
            case Macros.Converted(String ours) when ours.equals(text) -> true;
            case Macros.Converted(String ours) -> {
                problem(
                        where,
                        "these macros are another tool's; written for TagHub: "
                                + BARE_CLICK
                                        .matcher(ours.substring(text.length() - shown.length()))
                                        .replaceAll("{{ click.id | required }}"));
                yield false;
            }
            case Macros.Unknown(List<String> what) -> {
                what.forEach(message -> problem(where, message));
                yield false;
            }
        };
    }

    TemplateParser parser(String where, RequestPart place) {
        Consumer<String> report = message -> problem(where, message);
        return new TemplateParser(scope, place, report);
    }

    void problem(String where, String message) {
        problems.add(new Problem(where, message));
    }
}
