package io.taghub.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.provider.Arguments;

/** A config with one mistake, written as what differs from a right one, and what is said of it. */
final class OneMistake {
    private static final Map<String, String> ENV = Map.of(
            "KEY", "0123456789abcdef0123456789abcdef",
            "TOKEN", "EAAB-token-of-meta",
            "BROKEN_LINE", "EAAB-token-of-meta\r\n\n",
            "QUOTED", "\"EAAB-token-of-meta\"",
            "BEARER", "Bearer EAAB-token-of-meta",
            "SPACED", "EAAB-token-of-meta ",
            "LINES", "EAAB-token-of-meta\nEAAB-older-token",
            "FILL_IN", "YOUR_ACCESS_TOKEN",
            "LETTER", "e");

    static final String TOP = """
            site: { domain: shop.example }
            server_keys: { shop: "${env:KEY}" }
            """;
    static final String META = """
            tags:
              meta-main: { type: meta, pixel_id: "123", access_token: "${env:TOKEN}", when: [purchase] }
            """;

    private OneMistake() {}

    /** What stands in the line below TOP, before a tag that is as it should be. */
    static Arguments hub(String lines, String... said) {
        return Arguments.of(TOP + lines + "\n" + META, List.of(said));
    }

    /** The same with something else written in the tag. */
    static Arguments meta(String written, String instead, String... said) {
        return Arguments.of(TOP + META.replace(written, instead), List.of(said));
    }

    static Arguments more(String keys, String... said) {
        return meta(" when: [purchase] }", " when: [purchase], " + keys + " }", said);
    }

    static Arguments tag(String keys, String... said) {
        return Arguments.of(TOP + "tags:\n  partner: { " + keys + " }\n", List.of(said));
    }

    static Arguments url(String query, String... said) {
        return tag("type: postback, click_id: clickid, when: [ftd], url: 'https://t.example.com/p" + query + "'", said);
    }

    static Arguments site(String keys, String... said) {
        return Arguments.of(
                "site: { domain: " + keys + " }\nserver_keys: { shop: \"${env:KEY}\" }\n" + META, List.of(said));
    }

    static List<String> read(String yaml) {
        Loaded loaded = ConfigReader.parse(yaml, "taghub.yaml", Path.of("/nowhere"), ENV::get, StartersTest.types());
        List<String> said = new ArrayList<>();
        switch (loaded) {
            case Loaded.Valid valid -> {
                valid.refused().forEach(one -> said.add("refused " + one));
                valid.warnings().forEach(one -> said.add("warning " + one));
            }
            case Loaded.Invalid invalid -> invalid.problems().forEach(one -> said.add("error " + one));
        }
        return said.stream().map(one -> one.replace("taghub.yaml:", "")).toList();
    }
}
