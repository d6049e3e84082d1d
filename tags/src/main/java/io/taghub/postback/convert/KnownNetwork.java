package io.taghub.postback.convert;

import io.taghub.postback.preset.KnownHosts;
import io.taghub.postback.preset.Preset;
import io.taghub.postback.preset.Presets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A network that comes with a preset, by what its postback looks like.
 *
 * @param about its first sentence
 * @param host null where it is the operator's or the affiliate's own
 * @param path as a regular expression
 * @param plain whether others have the same path
 * @param http whether it documents no encrypted address
 * @param query template by parameter
 * @param settings kind by name: text, host, secret
 */
record KnownNetwork(
        String name,
        String about,
        @Nullable String host,
        Pattern path,
        String pathTemplate,
        boolean plain,
        boolean http,
        Map<String, String> query,
        Map<String, Preset.Type> settings) {
    private static final String LINES = "-items";
    private static final Pattern URL = Pattern.compile("https?://([^/?]+)(/[^?]*)?(?:\\?.*)?");
    private static final Pattern MACRO = Pattern.compile("\\{\\{.*?}}");

    private static final Pattern ACCOUNT = Pattern.compile("\\{\\{\\s*settings\\.\\w+\\s*}}");

    private static final List<KnownNetwork> ALL = Presets.shipped().all().stream()
            .filter(preset -> !preset.name().startsWith("generic"))
            .map(KnownNetwork::of)
            .toList();

    /** Those whose postback may look like this; the ones whose own host it is before the others. */
    static List<KnownNetwork> like(PastedUrl url) {
        Set<String> there = KnownHosts.at(url.host());
        List<KnownNetwork> own = ALL.stream()
                .filter(one -> there.contains(one.name) && one.fits(url, true))
                .filter(one -> ALL.stream().noneMatch(other -> one.isLessThan(other, url)))
                .toList();
        return !own.isEmpty()
                ? own
                : ALL.stream()
                        .filter(one -> one.host == null && one.fits(url, false))
                        .toList();
    }

    /** @param own whether the host is the network's, and no other's has its path */
    private boolean fits(PastedUrl url, boolean own) {
        String written = "/"
                + String.join("/", url.path().stream().map(PastedUrl.Part::text).toList());
        List<String> names =
                url.query().stream().map(pair -> pair.name().text()).toList();
        boolean click = query.entrySet().stream()
                .filter(one -> one.getValue().contains("click.id"))
                .anyMatch(one -> names.contains(one.getKey()));
        boolean foreign = !query.keySet().containsAll(names);
        return path.matcher(written).matches() && click && !(plain && !own && foreign && !isNamed(names));
    }

    /** Whether the parameters that hold what an account is called there are in it: then others are beside them. */
    private boolean isNamed(List<String> names) {
        List<String> own = query.entrySet().stream()
                .filter(one -> ACCOUNT.matcher(one.getValue().strip()).matches())
                .map(Map.Entry::getKey)
                .toList();
        return !own.isEmpty() && names.containsAll(own);
    }

    /** Of a network with a preset for orders as a whole and one for their lines, what is pasted says which it is. */
    private boolean isLessThan(KnownNetwork other, PastedUrl url) {
        boolean lines = name.equals(other.name + LINES);
        boolean whole = other.name.equals(name + LINES);
        return (lines && !hasMore(other, url)) || (whole && other.hasMore(this, url));
    }

    /** Whether a parameter is there that only this one has. */
    private boolean hasMore(KnownNetwork than, PastedUrl url) {
        return query.keySet().stream()
                .filter(key -> !than.query.containsKey(key))
                .map(key -> Pattern.compile(Pattern.quote(key).replaceAll("\\{\\{\\s*i0?\\s*}}", "\\\\E\\\\d+\\\\Q")))
                .anyMatch(key -> url.query().stream()
                        .anyMatch(pair -> key.matcher(pair.name().text()).matches()));
    }

    /** Whether the setting is the host's. */
    boolean isHost(String setting) {
        return settings.get(setting) == Preset.Type.HOST;
    }

    boolean isSecret(String setting) {
        return settings.get(setting) == Preset.Type.SECRET;
    }

    private static KnownNetwork of(Preset preset) {
        Matcher url = URL.matcher(String.valueOf(preset.url()));
        String host = url.matches() ? url.group(1) : "";
        String path = url.matches() && url.group(2) != null ? url.group(2) : "/";
        Map<String, String> query = new LinkedHashMap<>();
        preset.call().query().forEach((key, value) -> query.put(key, String.valueOf(value)));
        Map<String, Preset.Type> settings = new LinkedHashMap<>();
        preset.settings().forEach(setting -> settings.put(setting.name(), setting.type()));
        return new KnownNetwork(
                preset.name(),
                preset.about(),
                host.contains("{{") ? null : host,
                path(path),
                path,
                path.equals("/postback") || path.equals("/"),
                preset.isHttp(),
                query,
                settings);
    }

    private static Pattern path(String template) {
        StringBuilder regex = new StringBuilder();
        int from = 0;
        Matcher macro = MACRO.matcher(template);
        while (macro.find()) {
            regex.append(Pattern.quote(template.substring(from, macro.start()))).append("[^/]+");
            from = macro.end();
        }
        return Pattern.compile(regex + Pattern.quote(template.substring(from)) + "/?");
    }
}
