package io.taghub.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Properties;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What the build leaves: sizes, digests, compressed forms and the npm package. */
class FilesTest {

    /** The budgets are the build's ({@code Script}), which fails where a file is larger; pages are told the same. */
    @ParameterizedTest
    @ValueSource(strings = {"h.js", "h.esm.js", "l.js", "m.js", "d.js", "stub.js"})
    void theReadmeSaysWhatTheBuildDid(String file) throws IOException {
        Properties built = properties();
        String row = String.join(
                " | ",
                "| `" + file + "`",
                figure(built, file + ".size"),
                figure(built, file + ".gzip"),
                figure(built, file + ".budget"),
                figure(built, file + ".brotli"));
        assertThat(Files.readString(Path.of("README.md"))).contains(row + " |");
        assertThat(gzipped(read(file))).isLessThanOrEqualTo(Integer.parseInt(built.getProperty(file + ".budget")));
    }

    private static String figure(Properties built, String key) {
        return String.format(Locale.ROOT, "%,d", Integer.valueOf(built.getProperty(key)));
    }

    private static int gzipped(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(bytes);
        }
        return packed.size();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h.js", "h.esm.js", "l.js", "m.js", "d.js", "stub.js"})
    void listedAsItIs(String file) throws Exception {
        byte[] bytes = read(file);
        Properties listed = properties();
        assertThat(listed.getProperty(file + ".size")).isEqualTo(String.valueOf(bytes.length));
        assertThat(listed.getProperty(file + ".gzip")).isEqualTo(String.valueOf(read(file + ".gz").length));
        assertThat(listed.getProperty(file + ".integrity"))
                .isEqualTo("sha384-"
                        + Base64.getEncoder()
                                .encodeToString(
                                        MessageDigest.getInstance("SHA-384").digest(bytes)));
        assertThat(listed.getProperty(file + ".hash"))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                        .substring(0, 8));
        assertThat(new GZIPInputStream(new ByteArrayInputStream(read(file + ".gz"))).readAllBytes())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h.js", "h.esm.js", "l.js", "m.js", "d.js", "stub.js"})
    void nothingThatAPolicyForbids(String file) throws IOException {
        assertThat(new String(read(file), StandardCharsets.US_ASCII))
                .doesNotContain(
                        "eval(",
                        "new Function",
                        ".innerHTML",
                        "insertAdjacentHTML",
                        "document.write",
                        ".style.",
                        "console.")
                .doesNotContain("?.", "??", "**=");
    }

    /** Whatever encoding a page or a proxy claims, the files read the same, and no sign of the sources was lost. */
    @ParameterizedTest
    @ValueSource(strings = {"h.js", "h.esm.js", "l.js", "m.js", "d.js", "stub.js"})
    void asciiAndNothingLost(String file) throws IOException {
        String text = new String(read(file), StandardCharsets.ISO_8859_1);
        assertThat(text).matches("[ -~]+");
        if (file.equals("d.js")) {
            assertThat(text).contains("\\u00d7", "\\u2026");
        }
    }

    @Test
    void filesOfEarlierReleasesAreAsTheirNamesSay() throws Exception {
        String earlier = properties().getProperty("earlier");
        assertThat(earlier).contains("h-0.1.0-07302411.js");
        for (String name : earlier.split(" ")) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(read("earlier/" + name));
            assertThat(name).contains("-" + HexFormat.of().formatHex(digest).substring(0, 8) + ".");
        }
        assertThat("sha384-"
                        + Base64.getEncoder()
                                .encodeToString(MessageDigest.getInstance("SHA-384")
                                        .digest(read("earlier/h-0.1.0-07302411.js"))))
                .isEqualTo("sha384-bcNJbP1wvfbcTtj83cy6XOc5sksUC9pagr0GMnTEwxmp6ywcQJqRExe6R8MaTfAT");
    }

    @Test
    void thePackageIsReadyToPublish() throws IOException {
        Path npm = Path.of("target/npm");
        var description = new JsonMapper().readTree(Files.readString(npm.resolve("package.json")));
        assertThat(description.get("version").asString()).isEqualTo(properties().getProperty("version"));
        for (String key : new String[] {"main", "module", "types"}) {
            assertThat(npm.resolve(description.get(key).asString())).isNotEmptyFile();
        }
        assertThat(npm.resolve("README.md")).isNotEmptyFile();
        assertThat(npm.resolve("h.js")).hasBinaryContent(read("h.js"));
    }

    private static Properties properties() throws IOException {
        var properties = new Properties();
        properties.load(new ByteArrayInputStream(read("snippet.properties")));
        return properties;
    }

    private static byte[] read(String file) throws IOException {
        try (var in = FilesTest.class.getResourceAsStream("/io/taghub/snippet/" + file)) {
            return in.readAllBytes();
        }
    }
}
