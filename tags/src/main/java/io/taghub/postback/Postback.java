package io.taghub.postback;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.postback.answer.Answers;
import io.taghub.tag.Claim;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Form.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A preset with the operator's settings filled in, everything checked and parsed.
 *
 * @param network the preset's name, for messages
 * @param capture click ids that can fill {@code click.id}, first preferred
 * @param clickIds these and all others the request reads
 * @param clickIdRules how long a click counts, of those whose lifetime the preset states
 * @param claim which clicks are this receiver's
 * @param goals our event name to the network's goal; empty text is the base conversion
 * @param statuses our status to the network's word; empty text where the network needs no word for it
 * @param used the paths that the request reads
 * @param currencies which the request names whatever the event's is; empty where it leaves that to the event
 * @param impliesCurrency whether the network does, without a word of it in the request
 * @param dedupWindow how long the network recognises a repeat, null where it does not
 * @param maxClickAge oldest click the network takes, null for any
 * @param signed whether negative amounts are taken
 * @param corrects whether an order told again corrects the one that is there
 * @param platforms what of an event's ids is no network's
 * @param doubts what is allowed and probably not meant
 */
record Postback(
        String network,
        RequestTemplate request,
        List<String> capture,
        List<String> clickIds,
        List<ClickIdRule> clickIdRules,
        Claim claim,
        Map<String, String> goals,
        Map<String, String> statuses,
        Set<String> used,
        Set<String> currencies,
        boolean impliesCurrency,
        Answers answers,
        @Nullable Duration dedupWindow,
        @Nullable Duration maxClickAge,
        boolean signed,
        boolean corrects,
        PlatformIds platforms,
        List<Problem> doubts) {

    /** The click id of this network that came with the event. */
    @Nullable
    ClickId click(Event event) {
        return capture.stream()
                .map(event.clickIds()::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
