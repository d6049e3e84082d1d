package io.taghub.config;

import io.taghub.config.HubConfig.Mode;
import io.taghub.config.address.PublicHosts;
import io.taghub.tag.Item;
import io.taghub.tag.Plan;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds tags whose events would go to an address that the hub never calls, and be retried until they are too old. */
final class Reach {
    private final SectionReader reader;
    private final Collection<String> allowed;

    private Reach(SectionReader reader, Collection<String> allowed) {
        this.reader = reader;
        this.allowed = allowed;
    }

    /** @param allowed blocks of the operator's own network that may be called */
    static void check(SectionReader reader, Map<String, TagConfig> tags, Collection<String> allowed) {
        Reach reach = new Reach(reader, allowed);
        tags.values().stream().filter(tag -> tag.mode() == Mode.LIVE).forEach(reach::check);
    }

    private void check(TagConfig tag) {
        for (String host : hosts(tag)) {
            if (PublicHosts.isNeverCalled(host, allowed)) {
                reader.problems.error(
                        place(tag, host),
                        "'" + host + "' is no address of the public internet, and the hub calls no other in mode live;"
                                + " if it is meant, let its block be called: network: { allow_private: [10.0.0.0/8] }");
            }
        }
    }

    private static Set<String> hosts(TagConfig tag) {
        Set<String> hosts = new TreeSet<>();
        if (tag.claim() != null) {
            hosts.add(tag.claim().receiver().replaceFirst(":\\d+$", ""));
        }
        for (String event : tag.when()) {
            try {
                if (tag.tag().plan(TagDoubts.sample(event, tag.clickIds())) instanceof Plan.Send(Item item)) {
                    hosts.add(String.valueOf(
                            tag.tag().request(List.of(item)).url().getHost()));
                }
            } catch (RuntimeException wantsMore) {
                // of an event than a sample has
            }
        }
        // A type that claims clicks without an address of its own names itself.
        hosts.removeIf(host -> host.equals(tag.type()) || host.equals("null"));
        return hosts;
    }

    /** Where the host is written, or the tag. */
    private String place(TagConfig tag, String host) {
        String path = ConfigKeys.TAGS.name() + "." + tag.name();
        Map<String, @Nullable Object> written = reader.entries(ConfigKeys.TAGS).getOrDefault(tag.name(), Map.of());
        return written.entrySet().stream()
                .filter(one -> String.valueOf(one.getValue()).contains(host))
                .map(one -> path + "." + one.getKey())
                .findFirst()
                .orElse(path);
    }
}
