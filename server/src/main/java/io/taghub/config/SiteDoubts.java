package io.taghub.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.psl.DomainType;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.jspecify.annotations.Nullable;

/** What is wrong or doubtful about the site's name, its cookie and its prefix. */
final class SiteDoubts {
    /** Path segments of the public listener that a prefix would hide. */
    private static final Set<String> TAKEN = Set.of("in", "v1", "health");

    /** Words that lists of ad blockers look for. */
    private static final Pattern BLOCKED = Pattern.compile(
            "(?i).*(track|pixel|analytics|telemetry|gtm|gtag|collect|beacon|adserv|capi|stats|metrics).*|ads?");

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private static final Pattern HOST = Pattern.compile(
            "(?i)(?!.*\\.\\d+$)[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_-]{0,61}[\\p{L}\\p{N}])?(?:\\.[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_-]{0,61}[\\p{L}\\p{N}])?)*");

    private final HubConfig.Site site;
    private final Problems problems;

    private SiteDoubts(HubConfig.Site site, Problems problems) {
        this.site = site;
        this.problems = problems;
    }

    static void check(HubConfig.Site site, Problems problems) {
        SiteDoubts doubts = new SiteDoubts(site, problems);
        doubts.prefix();
        doubts.domain();
        doubts.cookie();
    }

    private void prefix() {
        if (TAKEN.contains(site.prefix())) {
            problems.error("site.prefix", "the prefix '" + site.prefix() + "' hides a path of the hub's own");
        } else if (BLOCKED.matcher(site.prefix()).matches()) {
            problems.warning(
                    "site.prefix",
                    "ad blockers look for words like '" + site.prefix()
                            + "'; take letters that mean nothing, as x7k2qd");
        }
    }

    private void domain() {
        if (!isLocal(site.domain()) && !HOST.matcher(site.domain()).matches()) {
            problems.error(
                    "site.domain",
                    "'" + site.domain()
                            + "' is no host name; its parts are letters, digits and hyphens, with one point between"
                            + " two of them");
        } else if (!isLocal(site.domain()) && isPublic(site.domain())) {
            problems.warning("site.domain", "'" + site.domain() + "' is no one's own; write the host name of the site");
        }
        List<String> origins = site.origins();
        for (int i = 0; i < origins.size(); i++) {
            String host = origins.get(i).replaceFirst("^https?://", "").replaceFirst(":\\d+$", "");
            if (!owner(host).equals(owner(site.domain())) && !isLocal(host)) {
                problems.warning(
                        "site.origins[" + i + "]",
                        "browsers send the visitor's cookie from pages of " + owner(site.domain())
                                + " only, so visitors of this origin are new each time");
            }
        }
    }

    private void cookie() {
        String written = site.cookieDomain();
        if (written == null) {
            return;
        }
        String parent = (written.startsWith(".") ? written.substring(1) : written).toLowerCase(Locale.ROOT);
        if (!("." + site.domain()).toLowerCase(Locale.ROOT).endsWith("." + parent)) {
            problems.error(
                    "site.cookie_domain", "a browser takes a cookie only for the site's own domain or one above it");
        } else if (!isLocal(parent) && isPublic(parent)) {
            String owner = owner(site.domain());
            problems.error(
                    "site.cookie_domain",
                    "'" + parent + "' belongs to many, and no browser takes a cookie for it"
                            + (owner.equals(parent) ? "; leave cookie_domain out" : "; did you mean '" + owner + "'?"));
        }
        if (site.cookie().startsWith("__Host-")) {
            problems.error("site.cookie", "a cookie whose name starts with __Host- cannot have a cookie_domain");
        }
    }

    private static boolean isLocal(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || ADDRESS.matcher(host).matches();
    }

    /** Whether anybody can have a name below it: {@code com}, {@code co.uk}, {@code github.io}. */
    private static boolean isPublic(String domain) {
        return root(domain) == null;
    }

    /** Whether it is one of the known endings of names, as {@code com}, and so no host. */
    static boolean isSuffix(String host) {
        String below = "nobody." + host.toLowerCase(Locale.ROOT);
        return below.equals(Suffixes.LIST.getDomainRoot(below, DomainType.ICANN));
    }

    /** The registered domain above a host, or the host where there is none. */
    private static String owner(String host) {
        String root = root(host);
        return root == null ? host : root;
    }

    private static @Nullable String root(String host) {
        return isLocal(host) ? host : Suffixes.LIST.getDomainRoot(host.toLowerCase(Locale.ROOT));
    }

    /** Large, and only read where a config asks for it. */
    private static final class Suffixes {
        private static final PublicSuffixMatcher LIST = PublicSuffixMatcherLoader.getDefault();
    }
}
