package io.taghub.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a golden case says when it fails. */
class GoldenMessageTest {

    @Test
    void aHashThatDiffersIsShownAsTheTextThatWasHashedUnderTheCasesTitle(@TempDir Path folder) throws IOException {
        assertThat(message(folder, "sha256(Ada@example.com)"))
                .contains("beacons, \"an e-mail address\"")
                .contains("sha256(Ada@example.com)")
                .contains("sha256(ada@example.com)")
                .doesNotContainPattern("[0-9a-f]{32}");
    }

    @Test
    void ofATextThatIsNotInTheCaseOnlyTheHashIsKnown(@TempDir Path folder) throws IOException {
        String hash = Identifiers.hex("SHA-256", "somebody else");

        assertThat(message(folder, hash)).contains(hash + " (of a text not in this case)");
    }

    private static String message(Path folder, String expected) throws IOException {
        Path file = Files.writeString(folder.resolve("golden.yaml"), """
                type: ga4
                settings: { measurement_id: G-1, api_secret: "${secret:hush}" }
                cases:
                  - title: an e-mail address
                    event:
                      name: login
                      time: 2026-11-22T12:00:00Z
                      user: { email: " Ada@Example.com" }
                      click_ids: { ga: "1.2" }
                    expect:
                      request:
                        body:
                          client_id: "1.2"
                          user_data: { sha256_email_address: ["%s"] }
                """.formatted(expected));
        Golden golden = Golden.in(file).findFirst().orElseThrow();
        var failed =
                assertThatThrownBy(() -> GoldenTest.check("beacons", golden)).actual();
        return String.valueOf(failed.getMessage());
    }
}
