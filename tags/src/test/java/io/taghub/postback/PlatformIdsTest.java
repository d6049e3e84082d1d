package io.taghub.postback;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.tag.Form.Bound;
import io.taghub.tag.FormType;
import io.taghub.tag.Plan;
import io.taghub.tag.Setup;
import io.taghub.tag.TagType;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A platform that comes in a jar is one like the others: its ids are no network's. */
class PlatformIdsTest {
    record Nothing() {}

    private static final TagType<?> BEACON = new FormType<>(
                    "beacon", "Beacon Ads.", Nothing.class, (settings, setup) -> {
                        throw new AssertionError("nobody asks for a tag of it");
                    })
            .clickIds(30, "", "bcnid")
            .cookie("_bcn", "bcn", "");

    private final PostbackTagType postback = with(BEACON);

    private static PostbackTagType with(TagType<?>... more) {
        List<TagType<?>> types = new ArrayList<>(List.of(new PostbackTagType()));
        types.addAll(List.of(more));
        return new PostbackTagType(Map.of(), types);
    }

    private static Postback filled(PostbackTagType type, String url) {
        Map<String, Object> settings = Map.of("url", url);
        return switch (type.form(settings).bind(settings)) {
            case Bound.Filled<Postback>(Postback filled) -> filled;
            case Bound.Invalid<Postback>(var problems) -> throw new AssertionError(problems);
        };
    }

    @Test
    void itsIdsCanBePassedOnAndAreNotClaimed() {
        Postback filled =
                filled(postback, "https://net.example/pb?cid={{ click.id }}&b={{ click.bcnid }}&c={{ click.bcn }}");

        assertThat(filled.clickIds()).contains("bcnid", "bcn");
        assertThat(filled.claim().names()).isNotEmpty().doesNotContain("bcnid", "bcn");
    }

    /** A folder's or a row's: what is a network's own name stands in no third list. */
    @ParameterizedTest
    @ValueSource(strings = {"clickid", "click_id", "subid", "btag", "cjevent", "awc", "sscid", "ef_tid"})
    void aNetworksIdCanBeReadAndIsClaimed(String name) {
        Postback filled = filled(postback, "https://net.example/pb?c={{ click.id }}&n={{ click." + name + " }}");

        assertThat(filled.clickIds()).contains(name);
        assertThat(filled.claim().names()).contains(name);
    }

    @Test
    void itsCookieIsNoLaterClick() {
        String url = "https://net.example/pb?cid={{ click.id }}&last={{ event.name | last_click:'other' }}";
        Event event = Event.named("ftd", "dep-1", Postbacks.NOON)
                .clickIds(ClickIds.of(
                        new ClickId("clickid", "a_1", Postbacks.NOON.minusSeconds(1)),
                        new ClickId("bcn", "x", Postbacks.NOON)))
                .build();

        assertThat(sent(postback, url, event)).contains("last=ftd");
        assertThat(sent(with(), url, event)).contains("last=other");
    }

    private static String sent(PostbackTagType type, String url, Event event) {
        var tag = type.create(filled(type, url), new Setup(Map.of(), null, URI.create("https://shop.example/")));
        return switch (tag.plan(event)) {
            case Plan.Send(var item) -> tag.request(List.of(item)).url().toString();
            case Plan.Skip skip -> throw new AssertionError(skip);
        };
    }
}
