package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Good bodies, mutated by a grammar that knows where it hurts: whatever they become, the hub never answers 5xx. */
class MutatorTest {
    private static final int ROUNDS = Integer.getInteger("taghub.mutations", 2_000);
    private static final long SEED = 20261122;

    private static final String EVENT = """
            {"events":[{"name":"purchase","id":"o-1","time":"2026-11-22T11:45:00Z","user":{"id":"u1","email":"ada@example.com",
            "phone":"+44 20 7946 0018","country":"GB"},"click_ids":{"gclid":"Cj0","fbclid":{"value":"IwAR","seen":
            "2026-11-01T10:00:00Z","params":{"utm":"x"}}},"visitor":"v1","value":49.99,"currency":"EUR","order_id":"1001",
            "items":[{"id":"a","quantity":2,"price":9.5}],"page":{"url":"https://shop.example/?a=1","referrer":""},
            "client":{"ip":"203.0.113.7","user_agent":"Mozilla/5.0"},"consent":{"ad_storage":"granted"},"status":"approved",
            "properties":{"a":[1,true,null,{"b":"c"}],"n":1e3}},{"name":"lead"}]}""";
    private static final String POST = """
            {"v":1,"st":1795348800000,"l":"https://shop.example/?gclid=Cj0&btag=a_1","r":"https://shop.example/x",
            "c":{"ad_storage":"granted","tcf":"x"},"x":{"lang":"en"},"g":{"uid":"u1","em":"ada@example.com"},"wd":0,"cl":0,
            "e":[{"n":"page_view","i":"m1x9k2v0aaaaaaaa","t":1795348799000,"u":"https://shop.example/","p":{"value":1,
            "currency":"EUR","items":[{"item_id":"a","price":1}],"transaction_id":7}},{"n":"lead","i":"m1x9k2v0bbbbbbbb"}]}""";

    private static final List<String> EVIL = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "\"\"",
            "\" \"",
            "0",
            "-1",
            "1e999999",
            "-1e-999999",
            "1e99999999999",
            "9".repeat(400),
            "9".repeat(1200),
            "0.1e1",
            "NaN",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"" + "x".repeat(9000) + "\"",
            "[".repeat(30) + "]".repeat(30),
            "[".repeat(600) + "]".repeat(600),
            "{\"a\":".repeat(30) + "1" + "}".repeat(30),
            "{\"a\":1,\"a\":2}",
            "\"{clickid}\"",
            "\"https://shop.example/?gclid=%\"",
            "\"https://shop.example/?%zz=%zz&gclid=%00\"",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"2262-12-01T00:00:00Z\"",
            "9223372036854775807",
            "-9223372036854775808",
            "\"<script>alert(1)</script>\"",
            "\"_bot\"",
            "\"é\"");

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void noBodyIsAnErrorOfTheHub(@TempDir Path folder) {
        try (RunningIntake intake = RunningIntake.in(folder)) {
            int taken = 0;
            int refused = 0;
            for (int round = 0; round < ROUNDS; round++) {
                boolean server = random.nextBoolean();
                byte[] body = mutated(server ? EVENT : POST);
                RunningIntake.Answer answer = server ? intake.events(body) : intake.snippet(body, headers());
                assertThat(answer.status())
                        .as(() -> "seed " + SEED + ": " + new String(body, StandardCharsets.UTF_8))
                        .isBetween(200, 499);
                if (answer.status() < 300) {
                    taken++;
                } else {
                    refused++;
                    assertThat(answer.body()).containsAnyOf("\"error\":\"", "\"reason\":\"");
                }
            }
            // A mutator that only breaks, or breaks nothing, would test nothing.
            assertThat(taken).isGreaterThan(ROUNDS / 10);
            assertThat(refused).isGreaterThan(ROUNDS / 10);
            assertThat(intake.events("{\"name\":\"still_there\",\"id\":\"last\"}")
                            .body())
                    .contains("\"accepted\":1");
            readEverything(intake);
        }
    }

    /** What was taken can be read again: an event that cannot would stop every lane. */
    private static void readEverything(RunningIntake intake) {
        long seq = 0;
        long head = intake.store.journal().head();
        while (seq < head) {
            var entries = intake.store.journal().read(seq, 500);
            assertThat(entries).isNotEmpty();
            intake.store
                    .identity()
                    .known(entries.stream().map(entry -> entry.event()).toList());
            seq = entries.getLast().seq();
        }
    }

    private String[] headers() {
        return switch (random.nextInt(6)) {
            case 0 -> new String[] {"Cookie", "_h=\"; =; a=b; _h=1..1; _ga=GA1.1.x"};
            case 1 -> new String[] {"X-Forwarded-For", ", ,,:::,1.2.3.4:99, [::1", "Sec-GPC", "1"};
            case 2 -> new String[] {"Origin", "null"};
            case 3 -> new String[] {"Origin", "http://[::", "User-Agent", ""};
            case 4 -> new String[] {"Cookie", "_h=1.AAAAAAAAAAAAAAAAAAAAAA.999999; _fbp=fb.1.x; _ga_X=GS2.1.s1$"};
            default -> new String[] {"X-Forwarded-Proto", "https", "Sec-Fetch-Site", "same-origin"};
        };
    }

    private byte[] mutated(String body) {
        List<String> tokens = tokens(body);
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            mutate(tokens);
        }
        byte[] bytes = String.join("", tokens).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** Strings, words and punctuation, so that most mutants are still JSON. */
    private static List<String> tokens(String body) {
        List<String> tokens = new ArrayList<>();
        var words = java.util.regex.Pattern.compile(
                        "\"(?:[^\"\\\\]|\\\\.)*\"|[\\w.+-]+|\\s+|.", java.util.regex.Pattern.DOTALL)
                .matcher(body);
        while (words.find()) {
            tokens.add(words.group());
        }
        return tokens;
    }

    private void mutate(List<String> tokens) {
        if (tokens.isEmpty()) {
            return;
        }
        int at = random.nextInt(tokens.size());
        switch (random.nextInt(10)) {
            case 0 -> tokens.remove(at);
            case 1 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
            case 2 -> tokens.subList(at, tokens.size()).clear();
            case 3 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
            default -> value(tokens, at);
        }
    }

    /** Puts something evil where a value stands. */
    private void value(List<String> tokens, int from) {
        for (int at = from; at < tokens.size(); at++) {
            if (tokens.get(at).equals(":") && at + 1 < tokens.size() && !"{[".contains(tokens.get(at + 1))) {
                tokens.set(at + 1, EVIL.get(random.nextInt(EVIL.size())));
                return;
            }
        }
    }
}
