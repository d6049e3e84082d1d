package io.taghub.sandbox;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The networks this sandbox can tell apart, each with its parameters, its dedup rule and its answers. */
enum NetworkShape {
    /** doc.voluum.com: the same cid without a new txid is discarded. */
    VOLUUM(List.of("cid"), "cid", "txid", "payout", "et"),
    /** helpdesk.everflow.io: 200 is taken in, 204 and nothing else is refused. */
    EVERFLOW(List.of("nid"), "transaction_id", "adv1", "amount", "event_id"),
    /** docs.keitaro.io: a second deposit needs a tid of its own; statuses move. */
    KEITARO(List.of("subid"), "subid", "tid", "payout", "status"),
    /** help-center.affise.com: goal and action_id, else goal and click. */
    AFFISE(List.of("clickid"), "clickid", "action_id", "sum", "goal"),
    /** help.redtrack.io. */
    REDTRACK(List.of("clickid"), "clickid", "rdtk_event_id", "sum", "type"),
    /** support.tune.com: the verdict is in the body. */
    TUNE(List.of("transaction_id"), "transaction_id", "conversion_unique_id", "amount", "goal_id"),
    /** support.scaleo.io: add, change or both, by path. */
    SCALEO(List.of("click_id", "token"), "click_id", "transaction_id", "amount", "goal_alias"),
    /** docs.exoclick.com: tag and goal once. */
    EXOCLICK(List.of("goal", "tag"), "tag", "", "value", "goal"),
    /** support.trafficstars.com: JSON, refusals with an HTTP status of their own; a lead code counts once. */
    TRAFFICSTARS(List.of("key", "clickid"), "clickid", "lead_code", "value", "goalid"),
    /** developer.awin.com: an order counts once for a merchant, and its number is cut at 50 characters. */
    AWIN(List.of("merchant", "amount", "ch", "parts", "cr", "ref", "cks"), "cks", "ref", "amount", "parts"),
    /** developers.taboola.com: 204 is success, 400 a parameter that is missing. */
    TABOOLA(List.of("click-id", "name"), "click-id", "orderid", "revenue", "name"),
    /** Outbrain's help pages: an order counts once. */
    OUTBRAIN(List.of("ob_click_id", "name"), "ob_click_id", "orderId", "orderValue", "name"),
    UNKNOWN(List.of(), "", "", "", "");

    /** What became of a postback. */
    enum Receipt {
        COUNTED,
        REPEATED,
        INCOMPLETE
    }

    private static final String NO_CLICK = "everflow needs transaction_id, coupon_code, or oid and affid";
    private static final Set<String> CLICK =
            names("click_id", "clickid", "cid", "subid", "aff_click_id", "affclickid", "transaction_id", "tid", "clk");
    private static final Set<String> TRANSACTION = names(
            "txid", "txn_id", "transaction", "order_id", "orderid", "event_id", "eid", "id", "transaction_id", "tid");
    private static final Set<String> AMOUNT =
            names("payout", "payout_sum", "amount", "sum", "value", "revenue", "price", "sale_amount");
    private static final Set<String> EVENT =
            names("event", "event_name", "et", "type", "goal", "goal_id", "status", "action", "name");

    private final List<String> required;
    private final String click;
    private final String transaction;
    private final String amount;
    private final String event;

    NetworkShape(List<String> required, String click, String transaction, String amount, String event) {
        this.required = required;
        this.click = click;
        this.transaction = transaction;
        this.amount = amount;
        this.event = event;
    }

    /** Reads the network off host, path and parameters. */
    static NetworkShape of(Call call, Map<String, String> values) {
        String path = call.path();
        String host = call.host();
        if (path.equals("/postback")) {
            if (values.containsKey("cid")) {
                return VOLUUM;
            }
            if (host.endsWith(".affise.com") || hasAny(values, "action_id", "goal", "secure", "promo_code")) {
                return AFFISE;
            }
            if (hasAny(values, "rdtk_event_id", "type")) {
                return REDTRACK;
            }
            return hasAny(values, "clickid") ? AFFISE : UNKNOWN;
        }
        if (path.matches("/[^/]+/postback") && values.containsKey("subid")) {
            return KEITARO;
        }
        if (path.matches("/(aff_lsr|aff_l|aff_goal|SL2.*)") || host.endsWith(".go2cloud.org")) {
            return TUNE;
        }
        if (path.startsWith("/track/conv")) {
            return SCALEO;
        }
        return switch (path) {
            case "/tag.php" -> EXOCLICK;
            case "/api/v1/cpa/action" -> TRAFFICSTARS;
            case "/sread.php" -> AWIN;
            case "/actions-handler/log/3/s2s-action" -> TABOOLA;
            case "/unifiedPixel" -> OUTBRAIN;
            default -> path.equals("/") && values.containsKey("nid") ? EVERFLOW : UNKNOWN;
        };
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> required() {
        return required;
    }

    Set<String> click() {
        return this == UNKNOWN ? CLICK : names(click);
    }

    Set<String> transaction() {
        return this == UNKNOWN ? TRANSACTION : names(transaction);
    }

    Set<String> amount() {
        return this == UNKNOWN ? AMOUNT : this == KEITARO ? names("payout", "revenue") : names(amount);
    }

    String event(Map<String, String> values) {
        Set<String> names = this == UNKNOWN ? EVENT : this == SCALEO ? names(event, "goal_id") : names(event);
        String name = first(values, names);
        return name == null ? "conversion" : name;
    }

    /** An unknown host may be sent anything; only what carries parameters can be a postback. */
    boolean isPostback(Map<String, String> values) {
        return this != UNKNOWN || !values.isEmpty();
    }

    /** What the network recognises a repeat by; null where nothing is known about it. */
    @Nullable
    String key(Map<String, String> values) {
        String id = first(values, click());
        if (id == null) {
            return null;
        }
        String own = values.getOrDefault(transaction, "");
        return switch (this) {
            case VOLUUM, KEITARO, REDTRACK -> id + "|" + own;
            case EVERFLOW, SCALEO -> id + "|" + event(values) + "|" + (this == SCALEO ? own : "");
            case AFFISE -> event(values) + "|" + (own.isEmpty() ? "click|" + id : "action|" + own);
            case TUNE -> own.isEmpty() ? id + "|" + event(values) : "unique|" + own;
            case EXOCLICK -> id + "|" + event(values);
            case TRAFFICSTARS -> id + "|" + (own.isEmpty() ? event(values) : own);
            case AWIN -> values.getOrDefault("merchant", "") + "|" + (own.length() > 50 ? own.substring(0, 50) : own);
            case OUTBRAIN -> own.isEmpty() ? null : own;
            case TABOOLA, UNKNOWN -> null;
        };
    }

    /** Whether a repeat with another status changes the conversion that is there. */
    boolean updates() {
        return switch (this) {
            case KEITARO, AFFISE, TUNE, SCALEO -> true;
            case VOLUUM, EVERFLOW, REDTRACK, EXOCLICK, TRAFFICSTARS, AWIN, TABOOLA, OUTBRAIN, UNKNOWN -> false;
        };
    }

    /** Affise says 3 for declined; the others spell it. */
    boolean isRejection(@Nullable String status) {
        return status != null && (this == AFFISE ? status.equals("3") : status.equals("rejected"));
    }

    List<String> complaints(Map<String, String> values) {
        List<String> complaints = new ArrayList<>();
        if (this == EVERFLOW && !hasAny(values, "transaction_id", "coupon_code", "oid")) {
            complaints.add(NO_CLICK);
        }
        if (this == KEITARO
                && values.containsKey("status")
                && !Set.of("lead", "sale", "rejected", "rebill").contains(values.get("status"))) {
            complaints.add("status is none of lead, sale, rejected, rebill; keitaro takes it only if it is mapped");
        }
        if (this == AFFISE
                && values.containsKey("status")
                && !Set.of("1", "2", "3", "5").contains(values.get("status"))) {
            complaints.add("status must be 1, 2, 3 or 5 for affise");
        }
        if (this == AWIN && values.getOrDefault("ref", "").length() > 50) {
            complaints.add("ref is longer than 50 characters and is cut");
        }
        if (this == TRAFFICSTARS && !values.getOrDefault("clickid", "").matches("[0-9a-f]{40}")) {
            complaints.add("clickid has 40 hex digits at trafficstars");
        }
        return complaints;
    }

    Answer reply(Receipt receipt, Map<String, String> values, List<String> problems) {
        return switch (this) {
            case TUNE ->
                Answer.text(
                        switch (receipt) {
                            case COUNTED -> "success=true;";
                            case REPEATED -> "success=false; err_msg=Duplicate conversion;";
                            case INCOMPLETE -> "success=false; err_msg=Invalid Trans. ID #;";
                        },
                        problems);
            case AFFISE -> {
                ObjectNode body = StrictJson.object();
                body.put("status", receipt == Receipt.COUNTED ? 1 : 2)
                        .put(
                                "message",
                                switch (receipt) {
                                    case COUNTED -> "OK";
                                    case REPEATED -> "Conversion exists";
                                    case INCOMPLETE -> "Missing mandatory parameter clickid/click_id";
                                });
                yield Answer.json(200, body, problems);
            }
            case EXOCLICK ->
                Answer.text(
                        switch (receipt) {
                            case COUNTED -> "OK";
                            case REPEATED -> "ERROR: This conversion has already been notified and saved.";
                            case INCOMPLETE ->
                                values.containsKey("goal") ? "ERROR: No tag data." : "ERROR: No Goal ID.";
                        },
                        problems);
            case TRAFFICSTARS -> {
                ObjectNode body = StrictJson.object();
                if (receipt == Receipt.INCOMPLETE) {
                    String missing = values.containsKey("clickid") ? "key" : "clickid";
                    body.putObject("error").put("msg", missing + " is empty");
                } else {
                    body.put("ok", true);
                }
                yield Answer.json(receipt == Receipt.INCOMPLETE ? 400 : 200, body, problems);
            }
            case EVERFLOW ->
                receipt == Receipt.INCOMPLETE || problems.contains(NO_CLICK)
                        ? nothing(problems)
                        : Answer.text("OK", problems);
            case TABOOLA ->
                receipt == Receipt.INCOMPLETE
                        ? new Answer(400, "text/plain; charset=utf-8", "", problems)
                        : nothing(problems);
            case KEITARO -> Answer.text(values.getOrDefault("return", ""), problems);
            case VOLUUM, REDTRACK, SCALEO, AWIN, OUTBRAIN, UNKNOWN -> Answer.text("OK", problems);
        };
    }

    private static Answer nothing(List<String> problems) {
        return new Answer(204, "text/plain; charset=utf-8", "", problems);
    }

    static @Nullable String first(Map<String, String> values, Set<String> names) {
        for (String name : names) {
            if (values.containsKey(name)) {
                return values.get(name);
            }
        }
        return null;
    }

    private static boolean hasAny(Map<String, String> values, String... names) {
        Set<String> wanted = new TreeSet<>(List.of(names));
        return values.keySet().stream().anyMatch(wanted::contains);
    }

    private static Set<String> names(String... names) {
        Set<String> ordered = new LinkedHashSet<>(List.of(names));
        ordered.remove("");
        return ordered;
    }
}
