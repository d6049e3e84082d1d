package io.taghub.postback.preset;

import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Form;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one network, as its YAML file says it.
 *
 * @param tier {@code A} checked against documentation or source, {@code B} partly from memory, {@code C} unchecked, with
 *     what exactly; empty in an operator's own files
 * @param needs what the operator has to ask for before this works, {@code your partner's specification}; empty for nothing
 * @param hosts where it is found beside what its url says, {@code *.network.example}
 * @param capture parameters of the landing address that carry this network's click id, first preferred
 * @param clickIdRules of those the ones whose lifetime the file states
 * @param settings what the operator has to fill in
 * @param call its url is null where the operator writes it
 * @param byEvent calls that are another for an event of ours
 * @param byStatus and for a status
 * @param signatures by name, as they are written
 * @param fanOut whether each line of an order is a call of its own
 * @param linesAddUp whether an order whose lines do not come to its value has none
 * @param currency in which the network takes every amount to be, or the setting that says it; null where a parameter does
 * @param dedupBy parameters by which the network recognises a repeat, empty where it does not
 * @param reversal null where the file does not say
 * @param onePer of what the network keeps one conversion, whatever the order; null where each order is one
 */
public record Preset(
        String name,
        String about,
        String tier,
        String docs,
        String needs,
        List<String> hosts,
        List<String> capture,
        List<ClickIdRule> clickIdRules,
        List<Setting> settings,
        WrittenCall call,
        Map<String, WrittenCall> byEvent,
        Map<String, WrittenCall> byStatus,
        Map<String, @Nullable Object> signatures,
        boolean fanOut,
        boolean linesAddUp,
        Map<String, String> goals,
        Map<String, String> statuses,
        Map<String, Map<String, String>> maps,
        @Nullable String currency,
        List<String> dedupBy,
        @Nullable Duration dedupWindow,
        @Nullable Duration maxClickAge,
        boolean signed,
        boolean corrects,
        @Nullable Reversal reversal,
        @Nullable String onePer) {

    /** Keys that every postback takes, whatever the preset. */
    public static final Set<String> COMMON = Set.of(
            "preset",
            "url",
            "method",
            "query",
            "headers",
            "body",
            "auth",
            "signature",
            "fan_out",
            "lines",
            "by_event",
            "by_status",
            "reversal",
            "secrets",
            "goals",
            "statuses",
            "answers",
            "maps",
            "click_id",
            "capture",
            "max_click_age",
            "allow_http",
            "signed",
            "corrects");

    /** What kind of setting it is, and what may stand in it. */
    public enum Type {
        HOST("(?i)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9](?::\\d{1,5})?"),
        TEXT(""),
        SECRET("");

        private final String pattern;

        Type(String pattern) {
            this.pattern = pattern;
        }
    }

    /** One thing the operator fills in. */
    public record Setting(String name, Type type, boolean required, String description, String example) {

        public Form.Field field(boolean needed) {
            return new Form.Field(
                    name,
                    type == Type.SECRET ? Form.Kind.SECRET : Form.Kind.TEXT,
                    needed && required,
                    description,
                    example,
                    type.pattern,
                    "",
                    List.of());
        }
    }

    /** The url of the call that most events are. */
    public @Nullable String url() {
        return call.url();
    }

    /** Whether the network documents no encrypted address. */
    public boolean isHttp() {
        return call.isHttp();
    }
}
