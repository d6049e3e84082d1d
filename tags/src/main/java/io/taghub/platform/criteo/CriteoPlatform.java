package io.taghub.platform.criteo;

import io.taghub.platform.Platform;
import io.taghub.tag.Described;
import io.taghub.tag.FormType;
import io.taghub.tag.TagType;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Criteo's server-to-server events, the counterpart of its OneTag.
 *
 * @see <a href="https://guides.criteotilt.com/onetag/s2s/">the vendor's page</a>
 */
public final class CriteoPlatform implements Platform {
    /** The newest this handler was made for. */
    static final String API_VERSION = "s2s_v0";

    static final String HOST = "widget.criteo.com";

    /** By where the visitor is, Criteo sends an event on to one of them. */
    static final List<String> REGIONS = List.of("widget.eu.criteo.com", "widget.us.criteo.com", "widget.as.criteo.com");

    record Settings(
            @Described(value = "account of the advertiser (partner id)", example = "12345", pattern = "\\d{1,12}")
            String accountId,

            @Described(
                    value =
                            "caller id for the identification of users, from Criteo; without it the cookie crto_mapped_user_id is not sent",
                    example = "678",
                    pattern = "[\\w.-]+")
            @Nullable
            String callerId,

            @Described(
                    value =
                            "sends every item as an object, as one integration does; Criteo shows the ids alone for viewItem and viewList",
                    byDefault = "false")
            boolean itemObjects,

            @Described(
                    value =
                            "how long Criteo recognises a transaction it has had, which is not published. Given, an attempt without an answer is repeated for so long")
            @Nullable
            Duration dedupWindow,

            @Described(
                    value = "version of the interface, see https://guides.criteotilt.com/onetag/s2s/",
                    byDefault = API_VERSION,
                    pattern = "s2s_v\\d+")
            String apiVersion) {}

    @Override
    public TagType<Settings> type() {
        return new FormType<>(
                        "criteo",
                        "Criteo server-to-server events (OneTag): events of shops, within 15 minutes.",
                        Settings.class,
                        CriteoTag::new)
                .alsoCalled("criteo-events")
                .eventNames(CriteoEvent.NAMES)
                .cookie("crto_mapped_user_id", "crto_mapped_user_id", "")
                .cookie("crto_is_user_optout", "crto_is_user_optout", "(?i)true|false|1|0");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        Twin twin = new CriteoTwin(setup);
        return Stream.concat(Stream.of(HOST), REGIONS.stream()).collect(Collectors.toMap(host -> host, host -> twin));
    }
}
