package io.taghub.platform.thetradedesk;

import io.taghub.event.Consent;
import io.taghub.event.Device;
import io.taghub.event.Event;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By what The Trade Desk is to know somebody: of several ids the first in the order it recommends, because it takes one.
 *
 * @param kind as real-time events call it
 */
record TheTradeDeskUser(Kind kind, String id) {

    enum Kind {
        UID2,
        UID2_TOKEN,
        EUID,
        EUID_TOKEN,
        TDID,
        IDFA,
        AAID,
        NAID,
        DAID,
        IDL;

        /** As offline conversions call it; whose device it is they do not ask. */
        String offline() {
            return switch (this) {
                case UID2, EUID, TDID -> name();
                case UID2_TOKEN -> "UID2Token";
                case EUID_TOKEN -> "EUIDToken";
                case IDFA, AAID, NAID, DAID -> "DAID";
                case IDL -> "RampID";
            };
        }
    }

    /** A SHA-256 in base64, as an id of the two is in the raw; anything longer is a token of it. */
    private static final Pattern RAW = Pattern.compile("[A-Za-z0-9+/_-]{43}=");

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9+/=_-]{60,}");
    private static final Pattern RAMP_ID = Pattern.compile("[\\w-]{49}|[\\w-]{70}");
    private static final Pattern GUID = Pattern.compile("(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Its fields in a real-time event: a token has one of its own, the others their type beside them. */
    Fields realTime() {
        return switch (kind) {
            case UID2_TOKEN -> new Fields().put("uid2_token", id);
            case EUID_TOKEN -> new Fields().put("euid_token", id);
            case UID2, EUID, TDID, IDFA, AAID, NAID, DAID, IDL ->
                new Fields().put("adid", id).put("adid_type", kind.name());
        };
    }

    static @Nullable TheTradeDeskUser of(Event event) {
        boolean shared = !event.consent().denies(Consent.Purpose.AD_USER_DATA);
        TheTradeDeskUser unified = shared ? unified(event, "uid2", Kind.UID2, Kind.UID2_TOKEN) : null;
        if (unified == null && shared) {
            unified = unified(event, "euid", Kind.EUID, Kind.EUID_TOKEN);
        }
        if (unified != null) {
            return unified;
        }
        String tdid = said(event, "tdid");
        if (tdid != null && GUID.matcher(tdid).matches()) {
            return new TheTradeDeskUser(Kind.TDID, tdid);
        }
        String device = shared ? event.advertisingId() : null;
        if (device != null) {
            return new TheTradeDeskUser(device(event), device);
        }
        String ramp = shared ? said(event, "ramp_id") : null;
        return ramp != null && RAMP_ID.matcher(ramp).matches() ? new TheTradeDeskUser(Kind.IDL, ramp) : null;
    }

    /** The impression that the event goes back to. */
    static @Nullable String impression(Event event) {
        String said = said(event, "impression_id");
        String id = said == null ? event.clickIds().value("ttd_uuid") : said;
        return id != null && GUID.matcher(id).matches() ? id : null;
    }

    private static @Nullable TheTradeDeskUser unified(Event event, String name, Kind raw, Kind token) {
        String said = said(event, name + "_token");
        String id = said == null ? said(event, name) : said;
        if (id == null) {
            return null;
        }
        return RAW.matcher(id).matches()
                ? new TheTradeDeskUser(raw, id)
                : TOKEN.matcher(id).matches() ? new TheTradeDeskUser(token, id) : null;
    }

    /** From wherever an operator keeps it: the event, the browser or the user. */
    private static @Nullable String said(Event event, String name) {
        String said = event.text(name);
        String known = said == null ? event.clickIds().value(name) : said;
        return known == null && PersonalData.shareable(event).properties().get(name) instanceof String kept
                ? kept
                : known;
    }

    private static Kind device(Event event) {
        String os = event.device().get(Device.OS);
        return switch (os == null ? "" : os.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "")) {
            case "ios", "ipados", "iphoneos" -> Kind.IDFA;
            case "android" -> Kind.AAID;
            case "windows" -> Kind.NAID;
            default -> Kind.DAID;
        };
    }
}
