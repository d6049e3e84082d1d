package io.taghub.console;

import io.javalin.http.Context;
import io.taghub.config.HubConfig;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands around every page: where one is, what the hub warns of, and the templates themselves. */
public final class Frame {
    private final Pages pages = new Pages("console");
    private final HubView view;

    /**
     * What the layout shows.
     *
     * @param here which of the menu's entries the page belongs to
     * @param sandbox where the sandbox shows its requests, null outside mode sandbox
     */
    private record Layout(
            String here,
            String now,
            String mode,
            String domain,
            String prefix,
            @Nullable String sandbox,
            @Nullable URI demo,
            List<String> configProblems,
            List<String> configRefusals,
            List<String> warnings,
            boolean clockSuspected,
            int tagCount,
            int sourceCount,
            String configHash) {

        static Layout of(String here, HubView view) {
            HubConfig config = view.config();
            return new Layout(
                    here,
                    view.now().toString(),
                    config.mode().name().toLowerCase(Locale.ROOT),
                    config.site().domain(),
                    config.site().prefix(),
                    config.mode() == HubConfig.Mode.SANDBOX ? config.sandbox() + "/_sandbox/requests" : null,
                    view.demo(),
                    view.configProblems(),
                    view.configRefusals(),
                    view.warnings(),
                    view.clockSuspected(),
                    config.tags().size(),
                    config.inbound().size(),
                    config.written().hash());
        }
    }

    private record Failure(int status, String sentence) {}

    public Frame(HubView view) {
        this.view = view;
    }

    /**
     * Shows a page.
     *
     * @param here the menu's entry: {@code events}, {@code tags} or {@code report}
     * @param template its name
     * @param model a record; the template sees its components in snake_case beside the layout's
     */
    public void show(Context context, String here, String template, Object model) {
        Map<String, Object> all = new HashMap<>(Json.tree(Layout.of(here, view)));
        all.putAll(Json.tree(model));
        pages.render(context, template, all);
    }

    /** An error as a page: what happened and what to do. */
    void error(Context context, int status, String sentence) {
        show(context, "", "error", new Failure(status, sentence));
    }

    void asset(Context context) {
        pages.asset(context, context.pathParam("file"));
    }
}
