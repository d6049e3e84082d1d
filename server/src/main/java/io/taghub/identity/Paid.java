package io.taghub.identity;

import io.taghub.event.ClickId;
import io.taghub.identity.Attribution.Refused;
import io.taghub.tag.Reason;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whether somebody is paid for a click: every click id says so, unless its link says by {@code utm_medium} that it stood in
 * the operator's own mail or in a search result nobody bought. Trackers put their click ids into such links as well.
 */
final class Paid {
    private static final String MEDIUM = "utm_medium";

    /** Words that stand for such links and for nothing that is sold: {@code push} and {@code social} are sold, too. */
    private static final Set<String> UNPAID = Set.of(
            "organic",
            "email",
            "e-mail",
            "e_mail",
            "mail",
            "newsletter",
            "sms",
            "referral",
            "direct",
            "none",
            "(none)");

    private Paid() {}

    static boolean is(ClickId click) {
        return !UNPAID.contains(medium(click));
    }

    private static String medium(ClickId click) {
        return click.params().entrySet().stream()
                .filter(given -> given.getKey().equalsIgnoreCase(MEDIUM))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** Why it does not count under {@code last_paid}. */
    static Refused refused(ClickId click) {
        return new Refused(
                Reason.NO_CLICK_ID,
                "the " + click.name() + " of " + click.seen().truncatedTo(ChronoUnit.SECONDS)
                        + " came by a link with utm_medium=" + medium(click) + ", for which nobody is paid");
    }
}
