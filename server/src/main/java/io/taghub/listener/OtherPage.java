package io.taghub.listener;

import io.javalin.http.Context;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recognises requests that a page of somebody else's makes a browser send, for listeners that are meant for this machine alone. */
public final class OtherPage {
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private OtherPage() {}

    /**
     * Whether another page's script, image or form asks. A link that was followed is none of these, and neither is what no
     * browser sends: it has no {@code Origin} and no {@code Sec-Fetch-Site}.
     */
    public static boolean asks(Context context) {
        @Nullable String origin = context.header("Origin");
        if (origin != null && !origin.equalsIgnoreCase("http://" + context.header("Host"))) {
            return true;
        }
        @Nullable String site = context.header("Sec-Fetch-Site");
        boolean followed = context.req().getMethod().equals("GET")
                && "navigate".equals(context.header("Sec-Fetch-Mode"))
                && "document".equals(context.header("Sec-Fetch-Dest"));
        return site != null && !OWN.contains(site) && !followed;
    }
}
