package io.taghub.hub;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.tag.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Any config, made safe to play with: nothing of it reaches a live platform or a real store, and nothing that came in is
 * forgotten however far the clock is moved.
 */
public final class Sandboxed {
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    /** For whoever has no key of their own; the same however often a config is read. */
    private static final Secret KEY = new Secret(UUID.randomUUID().toString());

    private Sandboxed() {}

    /**
     * @param sandbox where everything goes; a tag in mode shadow stays so
     * @param origins further ones that may post
     */
    public static HubConfig of(HubConfig read, String sandbox, Set<String> origins) {
        Map<String, TagConfig> tags = new LinkedHashMap<>();
        read.tags()
                .forEach((name, tag) ->
                        tags.put(name, tag.mode() == HubConfig.Mode.SHADOW ? tag : tag.in(HubConfig.Mode.SANDBOX)));
        Map<String, Secret> keys = new LinkedHashMap<>(read.serverKeys());
        keys.putIfAbsent("sandboxed", KEY);
        Set<String> allowed = new TreeSet<>(read.site().origins());
        allowed.addAll(origins);
        HubConfig.Site site = read.site();
        return new HubConfig(
                new HubConfig.Site(site.domain(), site.prefix(), site.cookie(), null, List.copyOf(allowed)),
                HubConfig.Mode.SANDBOX,
                URI.create(sandbox),
                new HubConfig.StoreSettings("sqlite:taghub.db", null, null),
                keys,
                read.events(),
                tags,
                read.defaultCountry(),
                read.consent(),
                read.identity(),
                read.clickIds(),
                read.browserIds(),
                // What became of an event is what a test asks for; how long a person is remembered decides what is
                // sent.
                new HubConfig.Retention(FOR_EVER, FOR_EVER, read.retention().identity(), FOR_EVER),
                read.network(),
                read.inbound(),
                read.tagNames(),
                read.written());
    }
}
