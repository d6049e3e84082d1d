package io.taghub.platform.bigo;

import io.taghub.platform.Platform;
import io.taghub.tag.Described;
import io.taghub.tag.FormType;
import io.taghub.tag.TagType;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * BIGO Ads, events of websites.
 *
 * @see <a href="https://www.bigoads.com/help/detail?id=111">the vendor's page</a>
 */
public final class BigoPlatform implements Platform {
    static final String HOST = "api.bytegle.site";

    private static final Map<String, String> EVENTS = Map.ofEntries(
            Map.entry("page_view", "page_view"),
            Map.entry("registration", "ec_register"),
            Map.entry("sign_up", "ec_register"),
            Map.entry("lead", "form"),
            Map.entry("generate_lead", "form"),
            Map.entry("contact", "consult"),
            Map.entry("view_item", "ec_detail_view"),
            Map.entry("add_to_cart", "ec_add_cart"),
            Map.entry("begin_checkout", "ec_order"),
            Map.entry("place_an_order", "ec_order"),
            Map.entry("purchase", "ec_purchase"),
            Map.entry("ftd", "ec_purchase"),
            Map.entry("deposit", "ec_purchase"),
            Map.entry("redeposit", "ec_purchase"),
            Map.entry("download", "app_download"));

    record Settings(
            @Described(value = "id of the pixel, from BIGO Ads", example = "905500000000000001", pattern = "\\d+")
            String pixelId,

            @Described(value = "sends user.id as external_id", byDefault = "true")
            boolean sendUserId,

            @Described(
                    value = "the values of 'code' that mean success; without it 1",
                    example = "[\"1\"]",
                    pattern = "-?\\d+")
            @Nullable
            List<String> successCodes) {

        boolean isSuccess(String code) {
            return successCodes == null || successCodes.isEmpty() ? code.equals("1") : successCodes.contains(code);
        }
    }

    @Override
    public TagType<Settings> type() {
        // The lifetime is not published.
        return new FormType<>("bigo", "BIGO Ads: events of websites.", Settings.class, BigoTag::new)
                .alsoCalled("bigo-ads", "likee", "imo")
                .eventNames(EVENTS)
                .clickIds(90, "", "bbg")
                .cookie("_bge_bbg", "bbg", "");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of(HOST, new BigoTwin(setup));
    }
}
