package io.taghub.postback;

import io.taghub.tag.Auth;
import io.taghub.tag.Form.Problem;
import io.taghub.tag.Secret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes a written request apart into a {@link RequestTemplate} and collects everything that is wrong with it. */
final class RequestCompiler {
    private static final Pattern URL = Pattern.compile("(?i)(https?)://((?:\\{\\{[^{}]*}}|[^/?#{}])*)(.*)");
    private static final Pattern HOST_SETTING = Pattern.compile("\\{\\{\\s*settings\\.(\\w+)\\s*}}");
    private static final Pattern AUTHORITY =
            Pattern.compile("(?i)([a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})*|\\[[0-9a-f:.]+])(:\\d{1,5})?");
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

    /** What an address holds that was not pasted whole, or out of the source of a page. */
    private static final Map<String, String> SLIPS = Map.of(
            "{", "a '{' is never closed; a macro is written {{ click.id }}",
            "}", "a '}' closes nothing; a macro is written {{ click.id }}",
            "&amp;", "'&amp;' is how the source of a page writes '&'; write '&'");

    private static final String BLANK =
            "white space stands at an end of a name or a value here and would go out with it; remove it";

    /** Without a click an event goes out too, and is nobody's. */
    private static final Pattern BARE_CLICK = Pattern.compile("\\{\\{\\s*click\\.id\\s*}}");

    private static final String CONTENT_TYPE = "content-type";
    private static final String FORM = "application/x-www-form-urlencoded";

    /** What stands in front of a semicolon is the type; a body is always written in UTF-8. */
    private static final Pattern JSON_OR_FORM =
            Pattern.compile("(?i)(" + FORM + "|[\\w.+-]+/([\\w.-]+\\+)?json)\\s*(;\\s*charset=\"?utf-?8\"?\\s*)?");

    private final Scope scope;
    private final Set<String> hosts;
    private final boolean allowHttp;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Secret> secrets = new LinkedHashMap<>();

    /** @param hosts the settings that may stand in the host */
    RequestCompiler(Scope scope, Set<String> hosts, boolean allowHttp) {
        this.scope = scope;
        this.hosts = hosts;
        this.allowHttp = allowHttp;
        scope.secrets().forEach((name, secret) -> {
            if (secret != null) {
                secrets.put("secret." + name, secret);
            }
        });
    }

    List<Problem> problems() {
        return problems;
    }

    @Nullable
    RequestTemplate compile(
            String method,
            String url,
            Map<String, ? extends @Nullable Object> query,
            Map<String, ? extends @Nullable Object> headers,
            Map<String, ? extends @Nullable Object> body) {
        List<Template> path = new ArrayList<>();
        Map<String, Template> pairs = new LinkedHashMap<>();
        String origin = url(url, path, pairs);
        query.forEach((name, value) -> {
            Template template = template("query." + name, name, value, RequestPart.URL);
            if (template == null) {
                pairs.remove(name);
            } else {
                pairs.put(name, template.literals(Percent::encode));
            }
        });
        Map<String, Template> sent = headers(headers);
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        body.forEach((name, value) -> tree.put(name, node("body." + name, name, value)));
        if (!tree.isEmpty() && method.equals("GET")) {
            problem("body", "a GET has no body; write method: POST");
        }
        boolean form = contentType(headers, sent, tree);
        if (!problems.isEmpty() || origin == null) {
            return null;
        }
        Auth auth = takeSecret(path, pairs, sent, tree);
        return new RequestTemplate(method, origin, path, pairs, sent, tree.isEmpty() ? null : tree, form, auth);
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
                if (value instanceof Map || value instanceof List) {
                    problem("body." + name, "a form has no groups and no lists; write one field for each value");
                }
            });
        }
        return form;
    }

    private @Nullable String url(String url, List<Template> path, Map<String, Template> pairs) {
        Matcher matcher = URL.matcher(url.strip());
        if (!matcher.matches()) {
            problem(
                    "url",
                    url.strip().matches("https?://(?s:.*)\\R(?s:.*)")
                            ? BLANK
                            : "a URL starts with https:// and a host; macros cannot stand in front of the first /");
            return null;
        }
        if (!foreign("url", url, url)) {
            return null;
        }
        Template rest = parser("url", RequestPart.URL).parse(matcher.group(3));
        if (rest.parts().stream()
                .anyMatch(part -> part instanceof Template.Part.Text(String text) && text.contains("#"))) {
            problem("url", "a '#' and what follows it is never sent; write %23 where it belongs to a value");
        }
        for (Map.Entry<String, String> slip : SLIPS.entrySet()) {
            if (rest.parts().stream()
                    .anyMatch(
                            part -> part instanceof Template.Part.Text(String text) && text.contains(slip.getKey()))) {
                problem("url", slip.getValue());
            }
        }
        List<Template> halves = rest.split('?', 2);
        List<Template> segments = halves.getFirst().split('/', Integer.MAX_VALUE);
        if (segments.stream().anyMatch(Template::isBlankAtAnEnd)) {
            problem("url", BLANK);
        }
        segments.stream()
                .skip(1)
                .map(segment -> segment.literals(Percent::literal))
                .forEach(path::add);
        if (path.isEmpty()) {
            path.add(new Template(List.of()));
        }
        if (halves.size() == 2) {
            halves.get(1).split('&', Integer.MAX_VALUE).forEach(pair -> pair(pair, pairs));
        }
        return origin(matcher.group(1).toLowerCase(java.util.Locale.ROOT), matcher.group(2));
    }

    private void pair(Template pair, Map<String, Template> pairs) {
        List<Template> nameAndValue = pair.split('=', 2);
        if (nameAndValue.stream().anyMatch(Template::isBlankAtAnEnd)) {
            problem("url", BLANK);
        }
        if (nameAndValue.getFirst().hasMacros()) {
            problem("url", "a macro cannot stand in the name of a parameter");
        } else if (!nameAndValue.getFirst().parts().isEmpty()) {
            Template value = nameAndValue.size() == 2 ? nameAndValue.get(1) : new Template(List.of());
            String name = decoded(nameAndValue.getFirst());
            if (pairs.put(name, value.literals(Percent::literal)) != null) {
                problem("url", "the parameter '" + name + "' stands in the address twice");
            }
            String text = value.parts().stream()
                    .map(part -> part instanceof Template.Part.Text(String written) ? written : "")
                    .collect(Collectors.joining());
            if (text.contains("?") && !text.contains("://")) {
                problem("url", "a second '?' stands in the address; further parameters begin with '&'");
            }
        }
    }

    private static String decoded(Template literal) {
        String name = literal.parts().stream()
                .map(part -> part instanceof Template.Part.Text(String text) ? text : "")
                .reduce("", String::concat);
        return Percent.decode(name);
    }

    private @Nullable String origin(String scheme, String written) {
        if (scheme.equals("http") && !allowHttp) {
            problem(
                    "url",
                    "the URL is not encrypted; write https://, or allow_http: true where the network has no https");
        }
        String authority = HOST_SETTING.matcher(written).replaceAll(host -> {
            String name = host.group(1);
            String value = hosts.contains(name) ? scope.settings().get(name) : null;
            return Matcher.quoteReplacement(value == null ? host.group() : value);
        });
        if (!AUTHORITY.matcher(authority).matches()) {
            problem(
                    "url",
                    authority.matches("[^@]*:[^@]*@.*")
                            ? "a name and a password cannot stand in the address; send headers: {Authorization: \"Basic {{ secret.basic }}\"}"
                                    + " with both, in base64, under 'secrets'"
                            : authority.contains("{{")
                                    ? "only a setting of type host can stand in the host; an event must not choose where it goes"
                                    : "'" + authority + "' is not a host name");
            return null;
        }
        return scheme + "://" + authority;
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
                        : parser(where, place).parse(text);
            }
        };
    }

    private @Nullable Object node(String where, String name, @Nullable Object value) {
        return switch (value) {
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
    private boolean foreign(String where, String text, String shown) {
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

    /** Where exactly one secret goes out as a whole query or header value, the hub adds it and no record shows it. */
    private Auth takeSecret(
            List<Template> path, Map<String, Template> query, Map<String, Template> headers, Map<String, ?> body) {
        query.values()
                .removeIf(template -> template.hasSecret() && template.only() != null && secretOf(template) == null);
        long holders = Stream.of(path, query.values(), headers.values())
                        .flatMap(java.util.Collection::stream)
                        .filter(Template::hasSecret)
                        .count()
                + (hasSecret(body) ? 1 : 0);
        if (holders != 1) {
            return new Auth.None();
        }
        for (Map.Entry<String, Template> parameter : Map.copyOf(query).entrySet()) {
            Secret secret = secretOf(parameter.getValue());
            if (secret != null) {
                query.remove(parameter.getKey());
                return new Auth.Query(parameter.getKey(), secret);
            }
        }
        for (Map.Entry<String, Template> header : Map.copyOf(headers).entrySet()) {
            List<Template.Part> parts = header.getValue().parts();
            String prefix =
                    parts.size() == 2 && parts.getFirst() instanceof Template.Part.Text(String text) ? text : "";
            Secret secret = secretOf(prefix.isEmpty() ? header.getValue() : new Template(parts.subList(1, 2)));
            if (secret != null) {
                headers.remove(header.getKey());
                return new Auth.Header(header.getKey(), prefix, secret);
            }
        }
        return new Auth.None();
    }

    private @Nullable Secret secretOf(@Nullable Template template) {
        Macro macro = template == null ? null : template.only();
        return macro != null && macro.filters().isEmpty() ? secrets.get(macro.path()) : null;
    }

    private static boolean hasSecret(@Nullable Object node) {
        return switch (node) {
            case Template template -> template.hasSecret();
            case Map<?, ?> map -> map.values().stream().anyMatch(RequestCompiler::hasSecret);
            case List<?> list -> list.stream().anyMatch(RequestCompiler::hasSecret);
            case null, default -> false;
        };
    }

    private TemplateParser parser(String where, RequestPart place) {
        Consumer<String> report = message -> problem(where, message);
        return new TemplateParser(scope, place, report);
    }

    private void problem(String where, String message) {
        problems.add(new Problem(where, message));
    }
}
