package io.taghub.identity;

import io.taghub.config.Claims;
import io.taghub.config.Claims.Rival;
import io.taghub.config.TagConfig;
import io.taghub.event.ClickId;
import io.taghub.identity.Attribution.Refused;
import io.taghub.tag.Claim;
import io.taghub.tag.Reason;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a click is a tag's to be told of: by what a back end said, by the address it came with, and by who else could take
 * it. No click goes to two receivers unless the config says so; where nothing in the config tells two tags apart, both get
 * it, as {@code check} says.
 */
final class Whose {
    private final Claims claims;

    Whose(Claims claims) {
        this.claims = claims;
    }

    /** Null where it is the tag's. */
    @Nullable
    Refused refused(TagConfig tag, ClickId click) {
        Claim claim = tag.claim();
        String owner = click.owner();
        boolean given = owner != null && claims.names(owner, tag.name(), claim);
        if (claim != null && claim.shared() && (claim.holds(click.params()) || !landed(click))) {
            return null;
        }
        if (owner != null && !given) {
            return notOurs(click, "is named as '" + owner + "'s");
        }
        if (claim == null || !claim.names().contains(click.name())) {
            return null;
        }
        // Of those that take it anyway, and those it is not given to, none stands in the way.
        List<Rival> rivals = claims.rivals(tag.name(), click.name()).stream()
                .filter(rival -> !rival.claim().shared())
                .filter(rival -> owner == null || claims.names(owner, rival.tag(), rival.claim()))
                .toList();
        if (given && rivals.isEmpty()) {
            return null;
        }
        return landed(click) ? byLanding(claim, click, rivals) : unsaid(claim, click, rivals);
    }

    /** A click from an address always has its own parameter beside it; one that a back end names bare has none. */
    private static boolean landed(ClickId click) {
        return !click.params().isEmpty();
    }

    private static @Nullable Refused byLanding(Claim claim, ClickId click, List<Rival> rivals) {
        List<Rival> fitting = rivals.stream()
                .filter(rival -> rival.claim().conditional() && rival.claim().holds(click.params()))
                .toList();
        if (!claim.holds(click.params())) {
            return notOurs(click, "came by a link without " + claim.condition());
        }
        if (fitting.isEmpty()) {
            return null;
        }
        return claim.conditional()
                ? ambiguous(click, fitting)
                : notOurs(
                        click,
                        "came by a link with " + fitting.getFirst().claim().condition() + ", which is '"
                                + fitting.getFirst().tag() + "'s");
    }

    private static @Nullable Refused unsaid(Claim claim, ClickId click, List<Rival> rivals) {
        boolean settled = claim.conditional()
                ? !rivals.isEmpty()
                : rivals.stream().anyMatch(rival -> rival.claim().conditional());
        return settled ? ambiguous(click, rivals) : null;
    }

    private static Refused ambiguous(ClickId click, List<Rival> rivals) {
        return new Refused(
                Reason.CLICK_AMBIGUOUS,
                "the " + click.name() + " of " + click.seen().truncatedTo(ChronoUnit.SECONDS) + " fits "
                        + rivals.stream().map(rival -> "'" + rival.tag() + "'").collect(Collectors.joining(", "))
                        + " as well");
    }

    private static Refused notOurs(ClickId click, String why) {
        return new Refused(
                Reason.NO_CLICK_ID,
                "the " + click.name() + " of " + click.seen().truncatedTo(ChronoUnit.SECONDS) + " " + why);
    }
}
