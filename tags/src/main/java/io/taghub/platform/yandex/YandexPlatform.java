package io.taghub.platform.yandex;

import io.taghub.platform.Platform;
import io.taghub.tag.Described;
import io.taghub.tag.FormType;
import io.taghub.tag.Secret;
import io.taghub.tag.TagType;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.util.Map;

/**
 * Yandex Metrica, offline conversions, by which Yandex Direct learns what its clicks led to.
 *
 * @see <a href="https://yandex.com/dev/metrika/en/management/offline-conv">the vendor's page</a>
 */
public final class YandexPlatform implements Platform {
    static final String HOST = "api-metrika.yandex.net";

    private static final Duration VISITS = Duration.ofDays(21);

    record Settings(
            @Described(value = "number of the counter (tag)", example = "49831738", pattern = "\\d+")
            String counterId,

            @Described("OAuth token of a user who may edit the counter, without the word OAuth before it")
            Secret accessToken,

            @Described(
                    value = "sends user.id as UserId; switch it off where the site never says setUserID to Metrica",
                    byDefault = "true")
            boolean sendUserId,

            @Described(
                    value =
                            "sends order_id as PurchaseId, the id under which the site reports the purchase as e-commerce to Metrica",
                    byDefault = "true")
            boolean sendPurchaseId,

            @Described(
                    value =
                            "collects what comes within such a time into one file per goal, a day at most; 0s lets them go at once, and many of them use up the 5,000 requests a day",
                    byDefault = "15m")
            Duration uploadEvery,

            @Described(
                    value = "the oldest event Metrica is sent; it looks for visits of the last 21 days",
                    byDefault = "21d")
            Duration maxAge) {

        Settings {
            if (uploadEvery.compareTo(Duration.ofDays(1)) > 0
                    || (uploadEvery.toMillis() > 0 && uploadEvery.toSeconds() < 1)) {
                throw new IllegalArgumentException(
                        "'upload_every' is between a second and a day (15m), or 0s to send at once");
            }
            if (!maxAge.isZero() && maxAge.compareTo(uploadEvery) <= 0) {
                throw new IllegalArgumentException(
                        "'max_age' must be longer than 'upload_every': a file holds what came within that time, and an event of"
                                + " its beginning would be too old when it goes");
            }
            if (maxAge.compareTo(VISITS) > 0) {
                throw new IllegalArgumentException(
                        "'max_age' is 21d at most: Metrica joins a conversion to a visit of the last 21 days");
            }
        }
    }

    @Override
    public TagType<Settings> type() {
        // A conversion is joined to a visit of the last 21 days; the click's is no younger than the click.
        return new FormType<>(
                        "yandex-metrica",
                        "Yandex Metrica: offline conversions for its reports and Yandex Direct.",
                        Settings.class,
                        YandexTag::new)
                .alsoCalled("yandex", "metrica", "metrika", "ym", "yandex-metrika", "yandex-direct")
                .clickIds(21, "[\\w.-]{1,64}", "yclid")
                .cookie("_ym_uid", "ym_uid", "\\d{1,20}");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of(HOST, new YandexTwin(setup));
    }
}
