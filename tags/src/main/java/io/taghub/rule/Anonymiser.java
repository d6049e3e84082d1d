package io.taghub.rule;

import io.taghub.event.Client;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.Page;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Blurs what a receiver asks for and need not know exactly. */
final class Anonymiser {
    /** What can be blurred. */
    enum What {
        /** IPv4 to its /24, IPv6 to its /48. */
        IP,
        /** Browser and its major version, and the system it runs on. */
        USER_AGENT,
        /** Addresses of pages without query and fragment. */
        QUERY
    }

    private static final List<String> WORDS = List.of("ip", "user_agent", "query");

    /** In this order: those below call themselves by the names of those above as well. */
    private static final Map<String, Pattern> BROWSERS = new LinkedHashMap<>();

    private static final Map<String, Pattern> SYSTEMS = new LinkedHashMap<>();

    static {
        BROWSERS.put("Edge", Pattern.compile("Edg(?:e|A|iOS)?/(\\d{1,4})"));
        BROWSERS.put("Opera", Pattern.compile("OPR/(\\d{1,4})"));
        BROWSERS.put("Samsung Internet", Pattern.compile("SamsungBrowser/(\\d{1,4})"));
        BROWSERS.put("Firefox", Pattern.compile("(?:Firefox|FxiOS)/(\\d{1,4})"));
        BROWSERS.put("Chrome", Pattern.compile("(?:Chrome|CriOS)/(\\d{1,4})"));
        BROWSERS.put("Safari", Pattern.compile("Version/(\\d{1,4})\\S* (?:Mobile/\\S+ )?Safari/"));
        SYSTEMS.put("Android", Pattern.compile("Android"));
        SYSTEMS.put("iOS", Pattern.compile("iPhone|iPad|iPod"));
        SYSTEMS.put("Windows", Pattern.compile("Windows"));
        SYSTEMS.put("macOS", Pattern.compile("Macintosh"));
        SYSTEMS.put("Linux", Pattern.compile("Linux|X11"));
    }

    private Anonymiser() {}

    static Set<What> read(@Nullable Object written, String path, Findings findings) {
        Set<What> what = EnumSet.noneOf(What.class);
        if (!(written instanceof List<?> list)) {
            findings.error(path, "'anonymise' takes a list of " + String.join(", ", WORDS));
            return what;
        }
        for (int i = 0; i < list.size(); i++) {
            String word = String.valueOf(list.get(i));
            if (WORDS.contains(word)) {
                what.add(What.valueOf(word.toUpperCase(Locale.ROOT)));
            } else {
                String meant = switch (word) {
                    case "client.ip", "ip_address" -> "; did you mean 'ip'?";
                    case "client.user_agent", "ua" -> "; did you mean 'user_agent'?";
                    case "page.url", "url", "page.query" -> "; did you mean 'query'?";
                    default -> io.taghub.text.Suggestion.among(WORDS, word);
                };
                String field = EventFields.find(word) != null && meant.isEmpty()
                        ? "; to leave it out write deny: [" + word + "]"
                        : "";
                findings.error(path + "[" + i + "]", "'anonymise' takes " + String.join(", ", WORDS) + meant + field);
            }
        }
        return what;
    }

    static Event blurred(Event event, Set<What> what) {
        EventBuilder blurred = event.toBuilder();
        Client client = event.client();
        if (client != null) {
            blurred.client(new Client(
                    what.contains(What.IP) ? ip(client.ip()) : client.ip(),
                    what.contains(What.USER_AGENT) ? userAgent(client.userAgent()) : client.userAgent()));
        }
        Page page = event.page();
        if (page != null && what.contains(What.QUERY)) {
            blurred.page(new Page(
                    page.url() == null ? null : PageAddress.withoutQuery(page.url()),
                    page.referrer() == null ? null : PageAddress.withoutQuery(page.referrer())));
        }
        return blurred.build();
    }

    /** Null of what is no address: it might be anything. */
    static @Nullable String ip(@Nullable String written) {
        try {
            InetAddress address = written == null ? null : InetAddress.ofLiteral(written);
            if (address == null) {
                return null;
            }
            byte[] octets = address.getAddress();
            if (address instanceof Inet4Address) {
                return (octets[0] & 0xff) + "." + (octets[1] & 0xff) + "." + (octets[2] & 0xff) + ".0";
            }
            StringBuilder prefix = new StringBuilder();
            for (int i = 0; i < 6; i += 2) {
                prefix.append(Integer.toHexString((octets[i] & 0xff) << 8 | (octets[i + 1] & 0xff)))
                        .append(':');
            }
            return prefix.append(':').toString();
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    /** {@code Chrome/131 (Android)}; null of one that is not known, which may be of one device alone. */
    static @Nullable String userAgent(@Nullable String written) {
        if (written == null) {
            return null;
        }
        String system = SYSTEMS.entrySet().stream()
                .filter(one -> one.getValue().matcher(written).find())
                .map(one -> " (" + one.getKey() + ")")
                .findFirst()
                .orElse("");
        for (Map.Entry<String, Pattern> browser : BROWSERS.entrySet()) {
            Matcher matcher = browser.getValue().matcher(written);
            if (matcher.find()) {
                return browser.getKey() + "/" + matcher.group(1) + system;
            }
        }
        return null;
    }
}
