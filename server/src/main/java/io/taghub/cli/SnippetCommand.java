package io.taghub.cli;

import io.taghub.config.Defaults;
import io.taghub.config.HubConfig;
import io.taghub.hub.Configs;
import io.taghub.hub.PlainException;
import io.taghub.intake.snippet.SnippetFiles;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code taghub snippet}. */
@Command(
        name = "snippet",
        description = "Print the script tag for the site and the proxy lines that go with it.",
        mixinStandardHelpOptions = true)
final class SnippetCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--debug", description = "print a link that shows the debug overlay on the site, for 8 hours")
    private boolean debug;

    @Mixin
    private RunningHub running = new RunningHub();

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = PortNumber.class,
            description = "the hub's public port (default: the running hub's, else " + Defaults.PORT + ")")
    private @Nullable Integer port;

    @Override
    public Integer call() {
        if (debug) {
            System.out.println(running.client().json("/api/debug").path("url").asString(""));
            return 0;
        }
        HubConfig hub = Configs.forThePage(config.file, config.profile);
        HubConfig.Site site = hub.site();
        // Where nothing may go before the visitor has agreed, the page had better wait for that.
        String consent = hub.consent().grantedByDefault() ? "" : " data-consent=\"wait\"";
        SnippetFiles files = SnippetFiles.load();
        System.out.printf(
                """
                Paste this into every page, once, anywhere in <head>:

                  <script defer src="/%1$s/h.js" data-th%5$s></script>

                Or pinned to this version, with subresource integrity:

                  <script defer src="/%1$s/%2$s" integrity="%3$s" crossorigin="anonymous" data-th%5$s></script>

                And let %4$s pass /%1$s/ on to the hub. nginx:

                  location /%1$s/ {
                    proxy_pass http://127.0.0.1:%6$d;
                    proxy_set_header Host $host;
                    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                    proxy_set_header X-Forwarded-Proto $scheme;
                  }

                Caddy:

                  reverse_proxy /%1$s/* 127.0.0.1:%6$d

                Visitors opt out with any address of the site and ?%1$s_optout=1 (back in with =0).
                """, site.prefix(), files.versioned("h.js"), files.integrity("h.js"), site.domain(), consent, port());
        return 0;
    }

    private int port() {
        if (port != null) {
            return port;
        }
        try {
            return running.client().json("/api/hub").path("port").asInt(Defaults.PORT);
        } catch (PlainException noneRuns) {
            return Defaults.PORT;
        }
    }
}
