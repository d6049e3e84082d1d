package io.taghub.cli;

import static io.taghub.cli.Pasted.load;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pasted postback URLs on the command line, one or a file of them. */
class ConvertCommandTest {
    @RegisterExtension
    final Terminal terminal = new Terminal();

    @TempDir
    Path folder;

    @Test
    void aCommandOverSeveralLinesIsOne() throws IOException {
        Path file = Files.writeString(folder.resolve("urls.txt"), """
                curl -X POST \\
                  'https://api.north.example/conv' \\
                  -H 'X-Token: hush-hush' -d '{
                    "click": "{clickid}",
                    "zone": "{zone}"
                  }'
                https://trk.south.example/pb?c={clickid}
                """);
        assertThat(TagHub.run("convert", file.toString())).isEqualTo(1);

        assertThat(terminal.out()).contains("  north:", "  south:", "zone: \"{{ TODO }}\"");
        assertThat(terminal.err())
                .contains("line 1, column", "unknown macro '{zone}'", "\n      \"zone\": \"{zone}\"\n               ^")
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource({
        "nosuch.txt, there is no file nosuch.txt",
        "lists/nosuch, there is no file lists/nosuch",
        "my.dir/nosuch.csv, there is no file my.dir/nosuch.csv",
        "nosuch, there is no file nosuch",
        "ftp://trk.example/pb?c={clickid}, not with 'ftp://'",
        "htps://trk.example/pb?c={clickid}, not with 'htps://'",
        ". , is a folder",
    })
    void whatIsNoAddressIsCalledWhatItIs(String given, String said) {
        assertThat(TagHub.run("convert", given)).isEqualTo(1);
        assertThat(terminal.err()).contains(said);
    }

    @Test
    void anUnknownMacroIsPointedAtAndLeftForCheckToRefuse() {
        assertThat(TagHub.run("convert", "https://trk.example/pb?cid={clickid}&zone=[FOO_BAR]&k=1"))
                .isEqualTo(1);

        List<String> said = terminal.err().lines().toList();
        assertThat(said.get(0))
                .startsWith("taghub: column 43: unknown macro '[FOO_BAR]'")
                .endsWith("left as TODO");
        assertThat(said.get(1)).isEqualTo("  https://trk.example/pb?cid={clickid}&zone=[FOO_BAR]&k=1");
        assertThat(said.get(2).indexOf('^')).isEqualTo(said.get(1).indexOf("[FOO_BAR]"));
        String yaml = terminal.out();
        assertThat(yaml).contains("cid={{ click.id | required }}&zone={{ TODO }}&k=1");
        assertThat(((Loaded.Invalid) load(yaml)).problems())
                .singleElement()
                .asString()
                .contains("{{ TODO }} is left for you");
    }

    @Test
    void aFileOfSeveralIsOneFileOfTags() throws IOException {
        Path urls = Files.writeString(folder.resolve("urls.txt"), """
                # from the networks' mails
                https://trk.north.example/pb?c={clickid}

                https://trk.north.example/pb2?c=[clickid]
                https://a.b.co.uk/?x=$CLICKID
                """);
        assertThat(TagHub.run("convert", urls.toString(), "--when", "ftd,deposit"))
                .isZero();

        Loaded loaded = load(terminal.out());
        assertThat(loaded).as("%s", loaded).isInstanceOf(Loaded.Valid.class);
        assertThat(((Loaded.Valid) loaded).config().tags().keySet()).containsExactly("north", "north-2", "b");
        assertThat(((Loaded.Valid) loaded).config().tags().get("b").when()).containsExactly("ftd", "deposit");

        assertThat(TagHub.run("convert", "no address")).isEqualTo(1);
        assertThat(terminal.err()).contains("there is no address in this line; it begins with https://");
        assertThat(TagHub.run("convert")).isEqualTo(2);
        assertThat(TagHub.run("convert", "https://trk.example/?c={clickid}", "--name", "a b"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "goal=ftd, ftd",
        "goal=First_Deposit, ftd",
        "event=registration, registration",
        "action=sign-up, registration",
        "goal_name=DEP, deposit",
        "event_type=sale, purchase",
        "type=lead, lead",
        "status=chargeback, chargeback",
        "status=approved, purchase",
        "page=ftd, purchase",
    })
    void theEventIsTheOneItSays(String pair, String event) {
        assertThat(TagHub.run("convert", "https://trk.example/in?c={clickid}&" + pair + "&amount=##PAYOUT##"))
                .isZero();
        assertThat(terminal.out()).contains("when: [" + event + "]");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void anEventThatNobodyKnowsIsPointedAt() {
        assertThat(TagHub.run("convert", "https://trk.example/in?c={clickid}&goal=42"))
                .isZero();
        assertThat(terminal.out()).contains("when: [purchase]");
        assertThat(terminal.err()).contains("'goal' is one event of the network's", "--when");
        terminal.clear();
        assertThat(TagHub.run("convert", "https://trk.example/in?c={clickid}&goal=42", "--when", "ftd"))
                .isZero();
        assertThat(terminal.out()).contains("when: [ftd]");
        assertThat(TagHub.run("convert", "https://trk.example/in?c={clickid}&goal={goal}"))
                .isZero();
        assertThat(terminal.err()).isEmpty();
    }
}
