package io.taghub.sandbox;

import io.taghub.personal.Mask;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * The latest requests as a page for a person, personal data masked; everything that came from outside is shown as text.
 * {@code /_sandbox/requests} holds what really came, which is what tests ask about.
 */
final class RequestPage {
    private static final String STYLE =
            "body{font:14px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}"
                    + "article{border:1px solid #ccd;border-radius:6px;padding:.5rem 1rem;margin:.75rem 0}"
                    + "h1{font-size:1.3rem}h2{font-size:1rem;margin:.25rem 0;overflow-wrap:anywhere}"
                    + "pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f5f5fa;padding:.5rem}"
                    + ".bad{color:#a40000}.note{color:#556}";
    private static final int MAX_BODY = 4_000;

    /** No script, no picture, no frame; only this one style. */
    static final String POLICY = "default-src 'none'; style-src 'sha256-" + hash(STYLE)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private RequestPage() {}

    static String of(List<Recorded> latest, long dropped, Instant now) {
        StringBuilder page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<title>TagHub sandbox</title><style>")
                .append(STYLE)
                .append("</style></head><body><h1>TagHub sandbox</h1><p class=\"note\">The platforms' clock says ")
                .append(now)
                .append(
                        ". Newest first, secrets and personal data masked. <a href=\"/_sandbox/requests\">requests</a> ")
                .append("<a href=\"/_sandbox/conversions\">conversions</a>")
                .append(dropped > 0 ? " " + dropped + " older requests were dropped." : "")
                .append("</p>");
        if (latest.isEmpty()) {
            page.append("<p>Nothing has been sent yet.</p>");
        }
        latest.forEach(request -> article(page, request));
        return page.append("</body></html>").toString();
    }

    private static void article(StringBuilder page, Recorded request) {
        page.append("<article><h2>#").append(request.seq()).append(' ');
        text(page, request.method() + " " + request.host() + Mask.OF_NOBODY.text(request.path()));
        page.append("</h2><p class=\"note\">").append(request.at()).append(", ");
        text(page, request.status() == 0 ? "no answer" : "answered " + request.status());
        if (request.fault() != null) {
            text(page, ", fault " + request.fault());
        }
        page.append("</p>");
        request.problems().forEach(problem -> {
            page.append("<p class=\"bad\">");
            text(page, Mask.OF_NOBODY.text(problem));
            page.append("</p>");
        });
        if (!request.query().isEmpty()) {
            page.append("<pre>");
            request.query()
                    .forEach((name, values) -> text(page, name + " = " + Mask.OF_NOBODY.value(name, values) + "\n"));
            page.append("</pre>");
        }
        if (!request.body().isEmpty()) {
            page.append("<pre>");
            String body = Mask.OF_NOBODY.text(request.body());
            text(page, body.length() > MAX_BODY ? body.substring(0, MAX_BODY) + " …" : body);
            page.append("</pre>");
        }
        page.append("</article>");
    }

    private static void text(StringBuilder page, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '&' -> page.append("&amp;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> page.append(c);
            }
        }
    }

    private static String hash(String style) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder().encodeToString(sha256.digest(style.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
