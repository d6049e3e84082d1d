package io.taghub.config;

import io.taghub.config.HubConfig.Mode;
import io.taghub.config.address.Cidr;
import io.taghub.config.address.PublicHosts;
import io.taghub.tag.Item;
import io.taghub.tag.Plan;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds tags whose events would go to an address that the hub never calls, and be retried until they are too old. */
final class Reach {
    private static final Pattern HOST = Pattern.compile("(?i)https?://(\\[[0-9a-f:.]+]|[^/?#:@{}\\s]+)(?=[/?#:]|$)");

    /** A call may be another for each. */
    private static final List<String> STATUSES = List.of("approved", "pending", "rejected", "reversed");

    private Reach() {}

    /** @param allowed blocks of the operator's own network that may be called */
    static void check(SectionReader reader, Map<String, TagConfig> tags, Collection<String> allowed) {
        List<Cidr> blocks;
        try {
            blocks = allowed.stream().map(Cidr::of).toList();
        } catch (IllegalArgumentException noBlock) {
            return; // which has been said, and what it was to allow is open
        }
        Map<String, Map<String, @Nullable Object>> written = reader.entries(ConfigKeys.TAGS);
        tags.values().stream()
                .filter(tag -> tag.mode() == Mode.LIVE)
                .forEach(tag -> check(tag, written.getOrDefault(tag.name(), Map.of()), blocks, reader.problems));
    }

    private static void check(
            TagConfig tag, Map<String, @Nullable Object> written, List<Cidr> allowed, Problems problems) {
        String path = ConfigKeys.TAGS.name() + "." + tag.name();
        Map<String, String> places = new TreeMap<>();
        addresses(path, written, places);
        hosts(tag).forEach(host -> places.computeIfAbsent(host, told -> mention(path, written, told)));
        places.forEach((host, place) -> {
            if (PublicHosts.isNeverCalled(host, allowed)) {
                problems.error(
                        place,
                        "'" + host + "' is no address of the public internet, and the hub calls no other in mode live"
                                + (SiteDoubts.isSuffix(host) ? "" : advice(host)));
            }
        });
    }

    private static String advice(String host) {
        return switch (PublicHosts.standing(host)) {
            case PublicHosts.Privacy.Inside(String block) ->
                "; if it is meant, let it be called: network: { allow_private: [" + block + "] }";
            case PublicHosts.Privacy.Named _ ->
                "; if it is meant, let the block be called in which it lies, for example network: { allow_private:"
                        + " [10.0.0.0/8] }";
            case PublicHosts.Privacy.Nowhere _ -> "";
        };
    }

    /** Where a host is written first in the address of a call, those for some events or statuses alone too. */
    private static void addresses(String path, Map<?, ?> written, Map<String, String> places) {
        written.forEach((key, value) -> {
            String place = path + "." + key;
            if (value instanceof Map<?, ?> inner) {
                addresses(place, inner, places);
            } else if (key.equals("url") && value instanceof String url) {
                Matcher host = HOST.matcher(url);
                if (host.lookingAt()) {
                    places.putIfAbsent(host.group(1), place);
                }
            }
        });
    }

    private static Set<String> hosts(TagConfig tag) {
        Set<String> hosts = new TreeSet<>();
        if (tag.claim() != null) {
            hosts.add(tag.claim().receiver().replaceFirst(":\\d+$", ""));
        }
        for (String event : tag.when()) {
            STATUSES.forEach(status -> add(tag, event, status, hosts));
        }
        // A type that claims clicks without an address of its own names itself.
        hosts.removeIf(host -> host.equals(tag.type()) || host.equals("null") || host.startsWith("sandbox-"));
        return hosts;
    }

    private static void add(TagConfig tag, String event, String status, Set<String> hosts) {
        try {
            if (tag.tag()
                            .plan(TagDoubts.sample(event, tag.clickIds()).toBuilder()
                                    .status(status)
                                    .build())
                    instanceof Plan.Send(Item item)) {
                hosts.add(String.valueOf(tag.tag().request(List.of(item)).url().getHost()));
            }
        } catch (RuntimeException wantsMore) {
            // of an event than a sample has
        }
    }

    /** Where the host stands at all, or the tag. */
    private static String mention(String path, Map<String, @Nullable Object> written, String host) {
        return written.entrySet().stream()
                .filter(one -> String.valueOf(one.getValue()).contains(host))
                .map(one -> path + "." + one.getKey())
                .findFirst()
                .orElse(path);
    }
}
