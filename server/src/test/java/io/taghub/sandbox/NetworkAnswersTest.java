package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.RealPlatforms;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.postback.PostbackTagType;
import io.taghub.tag.Auth;
import io.taghub.tag.BrowserIdRule;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Form.Bound;
import io.taghub.tag.Outcome;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Secret;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import io.taghub.tag.TagType;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each preset understands what the network of the sandbox says: taken, had already, refused. */
class NetworkAnswersTest {
    private static final String CLICK = "0123456789abcdef0123456789abcdef01234567";
    private static final Secret KEY = new Secret("a1b2c3d");
    private static final Map<String, Object> TRACKER = Map.of("domain", "trk.partner.example");
    private static final Map<String, Object> OWN = Map.of("url", "https://net.example/pb?c={{ click.id | required }}");

    private final FakePlatforms platforms = new FakePlatforms();

    @AfterEach
    void stop() {
        platforms.close();
    }

    static Stream<Arguments> presets() {
        return Stream.of(
                Arguments.of("affise", Map.of("domain", "offers-network.affise.com", "secure", KEY), "duplicate"),
                Arguments.of("awin", Map.of("merchant", "12345"), "delivered"),
                Arguments.of("bemob", TRACKER, "delivered"),
                Arguments.of("everflow", Map.of("domain", "www.network.example", "nid", "123"), "delivered"),
                Arguments.of("exoclick", Map.of("goals", Map.of("ftd", CLICK.substring(0, 32))), "duplicate"),
                Arguments.of("generic-get", OWN, "delivered"),
                Arguments.of("generic-post-json", OWN, "delivered"),
                Arguments.of("keitaro", Map.of("domain", "trk.partner.example", "key", KEY), "delivered"),
                Arguments.of("outbrain", Map.of(), "delivered"),
                Arguments.of("redtrack", TRACKER, "delivered"),
                Arguments.of("taboola", Map.of(), "delivered"),
                Arguments.of("track360-affiliate", TRACKER, "delivered"),
                Arguments.of("trafficstars", Map.of("key", KEY), "delivered"),
                Arguments.of("tune", Map.of("domain", "network.go2cloud.org"), "duplicate"),
                Arguments.of("voluum", TRACKER, "delivered"));
    }

    @Test
    void noPresetIsLeftOut() {
        Set<Object> tried = new TreeSet<>(presets().map(one -> one.get()[0]).toList());

        assertThat(tried).isEqualTo(new PostbackTagType().presets());
    }

    @ParameterizedTest
    @MethodSource("presets")
    void whatTheSandboxTakesIsDelivered(String preset, Map<String, Object> settings, String again) {
        Tag tag = tag(new PostbackTagType(), preset, settings);

        assertThat(send(tag)).isEqualTo("delivered");
        assertThat(send(tag)).isEqualTo(again);
        assertThat(platforms.problems(request(tag).url().getHost())).isEmpty();
    }

    /** A cookie of a platform's own pixel that was seen after Awin's click did not win the sale. */
    @Test
    void browserIdsWinNoSale() {
        Set<String> clicks = new TreeSet<>(
                RealPlatforms.CLICKS.clickIds().stream().map(ClickIdRule::name).toList());
        List<ClickId> ids = new ArrayList<>(List.of(new ClickId("awc", CLICK, FakePlatforms.NOON)));
        RealPlatforms.CLICKS.browserIds().stream()
                .map(BrowserIdRule::name)
                .filter(name -> !clicks.contains(name))
                .forEach(name -> ids.add(new ClickId(name, "x", FakePlatforms.NOON.plusSeconds(1))));
        Tag tag = tag(new PostbackTagType(), "awin", Map.of("merchant", "12345"));

        assertThat(ids).hasSizeGreaterThan(5);
        assertThat(request(tag, ids).url().getQuery()).contains("&ch=aw&");
        ids.add(new ClickId("msclkid", "y", FakePlatforms.NOON.plusSeconds(1)));
        assertThat(request(tag, ids).url().getQuery()).contains("&ch=other&");
    }

    private static <F> Tag tag(TagType<F> type, String preset, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("preset", preset);
        return switch (type.form(settings).bind(settings)) {
            case Bound.Filled<F>(F filled) ->
                type.create(filled, new Setup(Map.of(), null, URI.create("https://shop.example/")));
            case Bound.Invalid<F>(var problems) -> throw new AssertionError(problems);
        };
    }

    private static Request request(Tag tag) {
        List<ClickId> ids = Stream.of(
                        "clickid",
                        "awc",
                        "cid",
                        "_ef_transaction_id",
                        "exo_tag",
                        "subid",
                        "ob_click_id",
                        "tblci",
                        "affclickid",
                        "ts_click_id",
                        "tid")
                .map(name -> new ClickId(name, CLICK, FakePlatforms.NOON))
                .toList();
        return request(tag, ids);
    }

    private static Request request(Tag tag, List<ClickId> ids) {
        Event event = Event.named("ftd", "dep-1", FakePlatforms.NOON)
                .received(FakePlatforms.NOON)
                .clickIds(ClickIds.of(ids))
                .money("49.99", "EUR")
                .build();
        return switch (tag.plan(event)) {
            case Plan.Send(var item) -> tag.request(List.of(item));
            case Plan.Skip skip -> throw new AssertionError(skip);
        };
    }

    private String send(Tag tag) {
        Request request = request(tag);
        String secret =
                tag.auth() instanceof Auth.Query(String name, Secret value) ? "&" + name + "=" + value.reveal() : "";
        HttpResponse<String> answer = platforms.send(
                request.method(),
                request.url().toString().replace("https://", "") + secret,
                request.bodyText(),
                "Content-Type",
                "application/json");
        Reading reading = tag.read(Response.of(answer.statusCode(), answer.body()), 1);
        return switch (((Reading.Each) reading).outcomes().getFirst()) {
            case Outcome.Delivered() -> "delivered";
            case Outcome.Duplicate() -> "duplicate";
            case Outcome other -> String.valueOf(other);
        };
    }
}
