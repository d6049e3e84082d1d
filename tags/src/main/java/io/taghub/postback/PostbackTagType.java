package io.taghub.postback;

import io.taghub.platform.Platform;
import io.taghub.postback.folder.NetworkFolders;
import io.taghub.postback.preset.OpenFields;
import io.taghub.postback.preset.Preset;
import io.taghub.postback.preset.Presets;
import io.taghub.tag.Claim;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Form;
import io.taghub.tag.Form.Bound;
import io.taghub.tag.Form.Field;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import io.taghub.tag.TagType;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code type: postback}: an affiliate network or tracker that takes one HTTP request per conversion. With
 * {@code preset: NAME} the network's preset says how; without, {@code url}, {@code query}, {@code method},
 * {@code headers} and {@code body} say it in the tag itself. Both may be combined: what the tag says goes over the preset.
 */
public final class PostbackTagType implements TagType<Postback>, Platform {
    private final Presets presets;
    private final Supplier<PlatformIds> platforms;

    /** With the presets and the platforms that come with TagHub. */
    public PostbackTagType() {
        this(Map.of());
    }

    /**
     * With presets of the operator's own beside them.
     *
     * @param own preset name to the content of its YAML file; one with a known name replaces that one
     */
    public PostbackTagType(Map<String, String> own) {
        presets = new Presets(own);
        platforms = PlatformIds::shipped;
    }

    /**
     * With presets and platforms of the operator's own.
     *
     * @param types those of every platform: their ids are no network's
     */
    public PostbackTagType(Map<String, String> own, Collection<? extends TagType<?>> types) {
        presets = new Presets(own);
        PlatformIds ids = PlatformIds.of(types);
        platforms = () -> ids;
    }

    /** The names that can stand after {@code preset:}. */
    public Set<String> presets() {
        return presets.names();
    }

    /** The type of tag that comes with the hub and is found at this host; null where none is. */
    public static @Nullable String typeAt(String host) {
        return PlatformIds.shipped().hosts().get(host.toLowerCase(Locale.ROOT));
    }

    /** Its twins are the networks', which live at any host. */
    @Override
    public TagType<?> type() {
        return this;
    }

    @Override
    public String name() {
        return "postback";
    }

    @Override
    public Set<String> alsoCalled() {
        return Set.of(
                "webhook",
                "s2s",
                "http",
                "https",
                "url",
                "pixel",
                "affiliate",
                "network",
                "tracker",
                "custom",
                "generic",
                "callback",
                "server-to-server",
                "s2s-postback",
                "api");
    }

    @Override
    public String description() {
        return "An affiliate network or tracker that takes one HTTP request per conversion.";
    }

    @Override
    public Form<Postback> form(Map<String, Object> settings) {
        String name = settings.get("preset") instanceof String preset ? preset : NetworkFolders.GENERIC;
        return switch (presets.get(name)) {
            case Bound.Filled<Preset>(Preset preset) ->
                new PostbackForm(preset, presets.names(), platforms.get()).form(settings);
            // Nothing is known of the other keys, so they are not complained about.
            case Bound.Invalid<Preset>(var problems) ->
                Form.checked(any(settings), values -> new Bound.Invalid<>(problems));
        };
    }

    private static List<Field> any(Map<String, Object> settings) {
        return settings.entrySet().stream()
                .map(entry -> OpenFields.element(entry.getKey(), entry.getValue(), true))
                .toList();
    }

    @Override
    public Tag create(Postback settings, Setup setup) {
        return new PostbackTag(settings, setup);
    }

    @Override
    public List<ClickIdRule> othersClickIdRules() {
        return OthersClickIds.RULES;
    }

    @Override
    public Set<String> landingParameters() {
        return presets.all().stream()
                .flatMap(preset -> preset.capture().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<ClickIdRule> clickIdRules(Postback settings) {
        return settings.clickIdRules();
    }

    /** The landing parameters that the preset or {@code click_id} names, and every other click id the request reads. */
    @Override
    public List<String> clickIds(Postback settings) {
        return settings.clickIds();
    }

    @Override
    public List<Form.Problem> doubts(Postback settings) {
        return settings.doubts();
    }

    @Override
    public String madeOf(Postback settings) {
        return presets.own(settings.network());
    }

    @Override
    public Claim claim(Postback settings) {
        return settings.claim();
    }
}
