package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.delivery.Triage;
import io.taghub.delivery.Triage.Judgement;
import io.taghub.event.Event;
import io.taghub.store.Journal;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A player, whom the back end and their own browser report, and strangers who know or guess ids. */
abstract class Players {
    static final String BASE = """
            site: { domain: shop.example, prefix: x7k2qd }
            server_keys: { backend: "${env:KEY}" }
            events:
              registration: { conversion: true%1$s }
              ftd: { conversion: true, from: [server] }
              deposit: { conversion: true }
              purchase: { conversion: true%1$s }
            tags:
              network:
                type: postback
                preset: voluum
                domain: trk.one.example
                when: [page_view, registration, login, ftd, deposit, purchase]
                consent: [ad_storage]
                attribution: %2$s
            """;

    static final String SERVER_ONLY = "identify: { from: [server] }\n";

    @TempDir
    Path folder;

    @Nullable
    RunningIntake running;

    int views;

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    RunningIntake base() {
        return start(BASE.formatted("", "locked"));
    }

    RunningIntake pairing(String more) {
        return start(BASE.formatted(", pair: { prefer: server, wait: 8s }", "locked") + more);
    }

    RunningIntake start(String config) {
        running = RunningIntake.configured(folder, config);
        return running;
    }

    RunningIntake hub() {
        return java.util.Objects.requireNonNull(running);
    }

    /** Everything comes a second after what came before. */
    void backEnd(String event) {
        later(Duration.ofSeconds(1));
        assertThat(hub().events(event.replace('\'', '"')).status()).isEqualTo(200);
    }

    /** A browser's post, and the visitor cookie it has then. */
    String browser(@Nullable String cookie, String query, String event, @Nullable String user, String more) {
        later(Duration.ofSeconds(1));
        String body = "{'v':1,'l':'https://shop.example/" + query + "'," + more
                + (user == null ? "" : "'g':{'id':'" + user + "'},")
                + "'e':[" + (event.isEmpty() ? "{'n':'page_view','i':'m1x9k2v0aaa" + views++ + "'}" : event) + "]}";
        RunningIntake.Answer answer = cookie == null
                ? hub().snippet(body.replace('\'', '"'))
                : hub().snippet(body.replace('\'', '"'), "Cookie", cookie);
        assertThat(answer.status()).isEqualTo(204);
        return cookie == null && answer.cookies().stream().anyMatch(one -> one.startsWith("_h="))
                ? answer.cookie()
                : String.valueOf(cookie);
    }

    String lands(String click) {
        return browser(null, "?cid=" + click, "", null, "");
    }

    void claims(String click, String user) {
        browser(null, "?cid=" + click, "", user, "");
    }

    static String visitor(String cookie) {
        return cookie.substring("_h=".length());
    }

    void later(Duration time) {
        hub().now.updateAndGet(now -> now.plus(time));
    }

    /** The click the tag is told of, or why it is told of none. */
    String told(String id) {
        hub().store.journal().release(hub().now.get());
        Journal.Entry entry = hub().store
                .journal()
                .read(java.util.List.of(java.util.Objects.requireNonNull(
                        hub().store.journal().find(id).getFirst().seq())))
                .getFirst();
        Event event = entry.event();
        Triage triage = new Triage(hub().config.tags().get("network"), hub().config);
        return switch (triage.call(
                event, entry.agreed(), hub().known(event), hub().now.get())) {
            case Judgement.Send(Event whole, var _) ->
                String.valueOf(whole.clickIds().value("cid"));
            case Judgement.Decide decide -> decide.reason() + " " + decide.detail();
            case Judgement.Wait wait -> wait.reason() + " " + wait.detail();
            case Judgement.Hold hold -> "held " + hold.detail();
        };
    }

    String toldOfFirstDeposit(String user) {
        backEnd("{'name':'ftd','id':'ftd-" + user + "','user':{'id':'" + user + "'},'value':50,'currency':'EUR'}");
        later(Duration.ofSeconds(10));
        return told("ftd-" + user);
    }
}
