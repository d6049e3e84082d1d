package io.taghub.postback.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.tag.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code twin.yaml} may say, and what is said of a wrong one. */
class TwinFileTest {

    @Test
    void everyKeyStandsInThePage() throws IOException {
        String page = Files.readString(Path.of("../docs/network-of-your-own.md"));
        String keys = page.substring(page.indexOf("\n## twin.yaml"));

        assertThat(Form.of(TwinFile.class).fields())
                .isNotEmpty()
                .allSatisfy(field -> assertThat(keys).contains("`" + field.name() + "`"));
        assertThat(Form.of(TwinFile.Repeat.class).fields())
                .allSatisfy(field -> assertThat(keys).contains("`" + field.name() + "`"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '!', textBlock = """
            clik: cid                                   > the twin of own is wrong at 'clik': unknown key 'clik'; did you mean 'click'?
            at: /postback                               > the twin of own is wrong: a place is HOST/PATH?PARAMETER&PARAMETER, such as */postback?cid, and not '/postback'
            repeat: { by: click, then: forget }         > the twin of own is wrong at 'repeat.then': 'then' takes ignored, refused, restated, moved
            repeat: { then: ignored }                   > the twin of own is wrong at 'repeat.by': 'by' is missing: click+transaction: what a repeat has in common with the first
            repeat: { by: click, then: refused }        > the twin of own is wrong: who refuses a repeat answers it; write replies: { repeat: ... }
            replies: { repeat: 409 }                    > the twin of own is wrong: who answers a repeat refuses or restates it; write repeat: { then: refused }
            token: key                                  > the twin of own is wrong: who has a token answers a bad one; write replies: { bad_token: ... }
            replies: { delivered: OK }                  > the twin of own is wrong: the reply 'delivered' is a status, a space and a body
            replies: { late: 200 }                      > the twin of own is wrong: there is no reply 'late'; there are delivered, repeat, unmoved, bad_token, missing, invalid, 'missing PARAMETER' and 'invalid PARAMETER'
            cut: { ref: long }                          > the twin of own is wrong: what is cut is cut at a number of characters: ref
            forms: { click: "(a" }                      > the twin of own is wrong: '(a' is not understood in this regular expression: missing closing ) (the syntax is that of RE2)
            - x                                         > the twin of own is wrong: a twin is a group of keys, such as 'at' and 'click'
            """)
    void aWrongFileSaysWhatIsWrong(String yaml, String sentence) {
        assertThat(NetworkTwin.problem("own", yaml)).contains(sentence);
    }

    @Test
    void whatIsNotWrittenHasADefault() {
        assertThat(NetworkTwin.problem("own", "at: '*/pb'\nclick: cid\nrepeat: { by: click }"))
                .isEmpty();
    }
}
