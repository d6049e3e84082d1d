package io.taghub.postback;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.life.Saying;
import io.taghub.postback.answer.Answers;
import io.taghub.postback.preset.Reversal;
import io.taghub.tag.Auth;
import io.taghub.tag.Claim;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Form.Problem;
import io.taghub.tag.Setup;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A preset with the operator's settings filled in, everything checked and parsed.
 *
 * @param network the preset's name, for messages
 * @param main the call that most events are
 * @param byEvent those that are another for an event of ours
 * @param byStatus and for a status, which goes before
 * @param signatures by name
 * @param fanOut whether each line of an order is a call of its own
 * @param linesAddUp whether an order whose lines do not come to its value has none
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
 * @param reversal how a conversion is taken back; null where nothing is said
 * @param onePer {@code click} or {@code click+goal}, of which the network keeps one conversion; null where each order is one
 * @param platforms what of an event's ids is no network's
 * @param doubts what is allowed and probably not meant
 */
record Postback(
        String network,
        Dialogue main,
        Map<String, Dialogue> byEvent,
        Map<String, Dialogue> byStatus,
        Map<String, Signature> signatures,
        boolean fanOut,
        boolean linesAddUp,
        List<String> capture,
        List<String> clickIds,
        List<ClickIdRule> clickIdRules,
        Claim claim,
        Map<String, String> goals,
        Map<String, String> statuses,
        Set<String> used,
        Set<String> currencies,
        boolean impliesCurrency,
        @Nullable Duration dedupWindow,
        @Nullable Duration maxClickAge,
        boolean signed,
        boolean corrects,
        @Nullable Reversal reversal,
        @Nullable String onePer,
        PlatformIds platforms,
        List<Problem> doubts) {

    /**
     * A request and what its answers mean.
     *
     * @param repeatable whether it may be sent again when no answer came, whatever stands in it
     */
    record Dialogue(RequestTemplate request, Answers answers, boolean repeatable) {}

    /** The click id of this network that came with the event. */
    @Nullable
    ClickId click(Event event) {
        return event.clickIds().first(capture.toArray(String[]::new));
    }

    /**
     * To the operator it is an event like others, although it takes something back: with a word of its own at the receiver, which
     * no conversion has.
     */
    boolean isOwnWord(Event event, Setup setup) {
        if (!TakenBack.isPlain(event)) {
            return false;
        }
        return (used.contains("goal") && isOwn(event.name(), goals))
                || ((used.contains("event.name") || used.contains("goal")) && isOwn(event.name(), setup.eventNames()))
                || byEvent.containsKey(event.name());
    }

    /** Whether this word stands for events of this name, and for no conversion. */
    static boolean isOwn(String name, Map<String, String> words) {
        String word = words.getOrDefault(name, "");
        return !word.isEmpty()
                && words.entrySet().stream()
                        .noneMatch(other -> !Saying.takesBack(other.getKey())
                                && other.getValue().equals(word));
    }

    /** What goes back in part is told by a call of its own there, or as a negative amount. */
    boolean addsUp() {
        return reversal == Reversal.SEPARATE_API || (reversal == Reversal.SIGNED_AMOUNT && used.contains("value"));
    }

    /** The network's word for what becomes of the conversion, or the sender's where no words are configured. */
    @Nullable
    String status(Event event, Setup setup) {
        if (isOwnWord(event, setup)) {
            return null;
        }
        return statuses.isEmpty() ? TakenBack.own(event) : first(event, statuses);
    }

    /** What stands there for the first of the event's words that does. */
    static <T> @Nullable T first(Event event, Map<String, T> byWord) {
        return byWord.isEmpty()
                ? null
                : TakenBack.words(event).stream()
                        .map(byWord::get)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    /** What this event is told by. */
    Dialogue dialogue(Event event, Setup setup) {
        Dialogue ofStatus = isOwnWord(event, setup) ? null : first(event, byStatus);
        return ofStatus == null ? byEvent.getOrDefault(event.name(), main) : ofStatus;
    }

    /** Every call there is. */
    Stream<Dialogue> dialogues() {
        return Stream.of(Stream.of(main), byEvent.values().stream(), byStatus.values().stream())
                .flatMap(some -> some);
    }

    /** How the sender proves itself, by host where the calls differ; each request says what it takes of its own. */
    Auth auth() {
        List<RequestTemplate> requests = dialogues().map(Dialogue::request).toList();
        if (requests.stream().map(RequestTemplate::auth).distinct().count() == 1) {
            return main.request().auth();
        }
        Map<String, Auth> hosts = new HashMap<>();
        requests.forEach(
                request -> hosts.putIfAbsent(URI.create(request.target()).getHost(), request.auth()));
        return new Auth.ByHost(hosts);
    }
}
