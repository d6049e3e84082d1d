package io.taghub.postback;

import io.taghub.postback.encode.Percent;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes a written address apart: scheme and host are fixed then, path and parameters are templates. */
final class AddressCompiler {
    private static final Pattern URL = Pattern.compile("(?i)(https?)://((?:\\{\\{[^{}]*}}|[^/?#{}])*)(.*)");
    private static final Pattern HOST_SETTING = Pattern.compile("\\{\\{\\s*settings\\.(\\w+)\\s*}}");
    private static final Pattern AUTHORITY =
            Pattern.compile("(?i)([a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})*|\\[[0-9a-f:.]+])(:\\d{1,5})?");

    private static final int MOST_PORTS = 65_535;

    /** What an address holds that was not pasted whole, or out of the source of a page. */
    private static final Map<String, String> SLIPS = Map.of(
            "{", "a '{' is never closed; a macro is written {{ click.id }}",
            "}", "a '}' closes nothing; a macro is written {{ click.id }}",
            "&amp;", "'&amp;' is how the source of a page writes '&'; write '&'");

    private final RequestCompiler compiler;
    private final Scope scope;
    private final Set<String> hosts;
    private final boolean allowHttp;

    /**
     * @param compiler is told what is wrong
     * @param hosts the settings that may stand in the host
     */
    AddressCompiler(RequestCompiler compiler, Scope scope, Set<String> hosts, boolean allowHttp) {
        this.compiler = compiler;
        this.scope = scope;
        this.hosts = hosts;
        this.allowHttp = allowHttp;
    }

    /**
     * The origin, {@code https://host}; null after a problem was told.
     *
     * @param path gets the segments
     * @param pairs gets the parameters
     */
    @Nullable
    String compile(String url, List<Template> path, Map<String, Template> pairs) {
        Matcher matcher = URL.matcher(url.strip());
        if (!matcher.matches()) {
            compiler.problem(
                    "url",
                    url.strip().matches("https?://(?s:.*)\\R(?s:.*)")
                            ? RequestCompiler.BLANK
                            : "a URL starts with https:// and a host; macros cannot stand in front of the first /");
            return null;
        }
        if (!compiler.foreign("url", url, url)) {
            return null;
        }
        Template rest =
                compiler.atALine("url", compiler.parser("url", RequestPart.URL).parse(matcher.group(3)));
        String literal = rest.literal();
        if (literal.contains("#")) {
            compiler.problem("url", "a '#' and what follows it is never sent; write %23 where it belongs to a value");
        }
        for (Map.Entry<String, String> slip : SLIPS.entrySet()) {
            if (literal.contains(slip.getKey())) {
                compiler.problem("url", slip.getValue());
            }
        }
        List<Template> halves = rest.split('?', 2);
        List<Template> segments = halves.getFirst().split('/', Integer.MAX_VALUE);
        if (segments.stream().anyMatch(Template::isBlankAtAnEnd)) {
            compiler.problem("url", RequestCompiler.BLANK);
        }
        if (segments.stream().anyMatch(AddressCompiler::climbs)) {
            compiler.problem("url", "'.' and '..' cannot stand in a path; write the address as it is called");
        }
        segments.stream()
                .skip(1)
                .map(segment -> segment.literals(Percent::segment))
                .forEach(path::add);
        if (path.isEmpty()) {
            path.add(new Template(List.of()));
        }
        if (halves.size() == 2) {
            halves.get(1).split('&', Integer.MAX_VALUE).forEach(pair -> pair(pair, pairs));
        }
        String origin = origin(matcher.group(1).toLowerCase(java.util.Locale.ROOT), matcher.group(2));
        return origin != null && canBeCalled(origin, path, pairs) ? origin : null;
    }

    /** Whether the sender can make a request of it: tried with a letter in the place of every value. */
    private boolean canBeCalled(String origin, List<Template> path, Map<String, Template> pairs) {
        Template.Part value = new Template.Part.Text("x");
        UnaryOperator<Template> filled = template -> new Template(template.parts().stream()
                .map(part -> part instanceof Template.Part.Text ? part : value)
                .toList());
        String sample = origin + "/"
                + path.stream().map(one -> filled.apply(one).literal()).collect(Collectors.joining("/"))
                + pairs.values().stream()
                        .map(one -> "&x=" + filled.apply(one).literal())
                        .collect(Collectors.joining())
                        .replaceFirst("^&", "?");
        try {
            int port = new URI(sample).parseServerAuthority().getPort();
            if (port <= MOST_PORTS) {
                return true;
            }
            compiler.problem("url", "there is no port " + port);
        } catch (URISyntaxException wrong) {
            compiler.problem("url", "this is no address that can be called: " + wrong.getReason());
        }
        return false;
    }

    private static boolean climbs(Template segment) {
        return !segment.hasMacros() && segment.literal().matches("(?i)(?:\\.|%2e){1,2}");
    }

    private void pair(Template pair, Map<String, Template> pairs) {
        List<Template> nameAndValue = pair.split('=', 2);
        if (nameAndValue.stream().anyMatch(Template::isBlankAtAnEnd)) {
            compiler.problem("url", RequestCompiler.BLANK);
        }
        if (nameAndValue.getFirst().hasMacros()) {
            compiler.problem("url", "a macro cannot stand in the name of a parameter");
        } else if (!nameAndValue.getFirst().parts().isEmpty()) {
            Template value = nameAndValue.size() == 2 ? nameAndValue.get(1) : new Template(List.of());
            String name = Percent.decode(nameAndValue.getFirst().literal());
            if (pairs.put(name, value.literals(Percent::literal)) != null) {
                compiler.problem("url", "the parameter '" + name + "' stands in the address twice");
            }
            String text = value.literal();
            if (text.contains("?") && !text.contains("://")) {
                compiler.problem("url", "a second '?' stands in the address; further parameters begin with '&'");
            }
        }
    }

    private @Nullable String origin(String scheme, String written) {
        if (scheme.equals("http") && !allowHttp) {
            compiler.problem(
                    "url",
                    "the URL is not encrypted; write https://, or allow_http: true where the network has no https");
        }
        String authority = HOST_SETTING.matcher(written).replaceAll(host -> {
            String name = host.group(1);
            String value = hosts.contains(name) ? scope.settings().get(name) : null;
            return Matcher.quoteReplacement(value == null ? host.group() : value);
        });
        if (!AUTHORITY.matcher(authority).matches()) {
            compiler.problem(
                    "url",
                    authority.matches("[^@]*:[^@]*@.*")
                            ? "a name and a password cannot stand in the address; write auth: { basic: { user: ..., password: ${env:NAME} } }"
                            : authority.contains("{{")
                                    ? "only a setting of type host can stand in the host; an event must not choose where it goes"
                                    : "'" + authority + "' is not a host name");
            return null;
        }
        return scheme + "://" + authority;
    }
}
