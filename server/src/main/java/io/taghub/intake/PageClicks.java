package io.taghub.intake;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.FieldNote;
import io.taghub.event.Marks;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The clicks in the address of the page that a back end names. Safe for many threads. */
public final class PageClicks {
    private final Gate gate;
    private final ClickCaptures captures;

    public PageClicks(Gate gate, ClickCaptures captures) {
        this.gate = gate;
        this.captures = captures;
    }

    /** The clicks in the page's address; what is none is noted. */
    public List<ClickId> landed(Event event, List<FieldNote> notes) {
        String url = event.page() == null ? null : event.page().url();
        if (url == null || event.consent().denies(Consent.Purpose.AD_STORAGE)) {
            return List.of();
        }
        Map<String, String> refused = new TreeMap<>();
        List<ClickId> landed = captures.of(gate.config()).in(url, event.time(), refused);
        refused.forEach((name, why) -> notes.add(new FieldNote("page.url", "its " + name, why)));
        return landed;
    }

    /**
     * The click in the page's address counts like one that the hub saw itself: what is named under {@code click_ids}, and
     * what was locked before, goes before it. Where a back end says at which address a user registered, it names that click
     * on purpose; of a visitor the browser's own word is better.
     */
    public static Event with(Event event, List<ClickId> inPage) {
        List<ClickId> landed = inPage.stream()
                .filter(click -> !event.clickIds().has(click.name()))
                .toList();
        if (landed.isEmpty()) {
            return event;
        }
        boolean onPurpose = event.isRegistration() && event.user().id() != null && event.visitor() == null;
        EventBuilder whole = event.toBuilder().clickIds(event.clickIds().or(ClickIds.of(landed)));
        return (onPurpose
                        ? whole
                        : whole.properties(Marks.withLanded(
                                event.properties(),
                                landed.stream().map(ClickId::name).toList())))
                .build();
    }
}
