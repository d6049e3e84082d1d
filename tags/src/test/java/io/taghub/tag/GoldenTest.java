package io.taghub.tag;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import io.taghub.example.ClearTexts;
import io.taghub.example.Comparison;
import io.taghub.platform.Platform;
import io.taghub.postback.PostbackTagType;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Runs every golden case of every tag type, and knows nothing about any of them. */
class GoldenTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Those of each platform, which lie in its folder. */
    @TestFactory
    Stream<DynamicContainer> platforms() throws URISyntaxException {
        List<DynamicContainer> found = new ArrayList<>();
        for (Platform platform : Platform.in(getClass().getClassLoader())) {
            URL file = platform.getClass().getResource("golden.yaml");
            if (file != null) {
                found.add(container(platform.type().name(), Path.of(file.toURI())));
            }
        }
        return found.stream();
    }

    /** A type whose cases nobody finds would look as if all of them held. */
    @Test
    void everyPlatformHasCases() {
        assertThat(Platform.in(getClass().getClassLoader()))
                .filteredOn(platform -> !(platform instanceof PostbackTagType))
                .isNotEmpty()
                .allSatisfy(platform -> assertThat(platform.getClass().getResource("golden.yaml"))
                        .as(
                                "golden.yaml in the folder of %s",
                                platform.getClass().getSimpleName())
                        .isNotNull());
    }

    @TestFactory
    Stream<DynamicContainer> networks() throws IOException {
        return in(Path.of("../templates/postbacks"), Golden.OF_A_NETWORK);
    }

    /** The made-up network of the page that says how one is added. */
    @TestFactory
    Stream<DynamicContainer> networkOfTheDocs(@TempDir Path folder) throws IOException {
        String page = Files.readString(Path.of("../docs/network-of-your-own.md"));
        var files = Pattern.compile(
                        "^`(\\w+)/(preset|golden)\\.yaml`\\n\\n```yaml\\n(.*?)^```$",
                        Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(page);
        while (files.find()) {
            Path network = Files.createDirectories(folder.resolve(files.group(1)));
            Files.writeString(network.resolve(files.group(2) + ".yaml"), files.group(3));
        }
        List<DynamicContainer> found = in(folder, Golden.OF_A_NETWORK).toList();
        assertThat(found).hasSize(1);
        return found.stream();
    }

    private static Stream<DynamicContainer> in(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream()
                    .map(file -> container(folder.relativize(file).toString(), file));
        }
    }

    private static DynamicContainer container(String name, Path file) {
        return DynamicContainer.dynamicContainer(
                name,
                Golden.in(file).map(golden -> DynamicTest.dynamicTest(golden.title(), () -> check(name, golden))));
    }

    /** What fails says whose case it is: a build's report names a dynamic test by its number. */
    static void check(String whose, Golden golden) {
        try {
            run(golden);
        } catch (AssertionError failed) {
            throw new AssertionError(whose + ", \"" + golden.title() + "\":\n" + failed.getMessage(), failed);
        }
    }

    private static void run(Golden golden) {
        Tag tag = golden.tag();
        Map<String, List<Item>> groups = new LinkedHashMap<>();
        Plan.Skip skipped = null;
        for (Event event : golden.events()) {
            switch (tag.plan(event)) {
                case Plan.Skip skip -> skipped = skip;
                case Plan.Send send ->
                    groups.computeIfAbsent(send.item().group(), group -> new ArrayList<>())
                            .add(send.item());
            }
        }
        Object skip = golden.expected("skip");
        if (skip == null) {
            assertThat(skipped).as("nothing is skipped").isNull();
        } else {
            assertThat(skipped).as("a skip").isNotNull();
            assertThat(skipped.reason()).hasToString(String.valueOf(skip));
            assertThat(skipped.detail()).isNotBlank();
        }
        GoldenLaws.check(golden, tag);
        List<Request> requests = groups.values().stream().map(tag::request).toList();
        List<?> expected = golden.expected("requests") instanceof List<?> several
                ? several
                : golden.expected("request") == null ? List.of() : List.of(golden.expected("request"));
        assertThat(requests).as("requests").hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            compare(golden, Golden.map(expected.get(i)), requests.get(i), tag);
        }
        if (golden.expected("not_before") != null) {
            assertThat(groups.values().iterator().next().getFirst().notBefore())
                    .hasToString(String.valueOf(golden.expected("not_before")));
        }
        if (golden.expected("limits") != null) {
            assertThat(tag.limits()).hasToString("Limits[" + golden.expected("limits") + "]");
        }
        if (golden.expected("status_request") != null) {
            compare(golden, Golden.map(golden.expected("status_request")), tag.status("request 1"), tag);
        }
        if (golden.expected("validation") != null) {
            List<Item> first = groups.values().iterator().next();
            compare(golden, Golden.map(golden.expected("validation")), ((Tag.Checkable) tag).validation(first), tag);
        }
        if (golden.expected("probe") != null) {
            compare(golden, Golden.map(golden.expected("probe")), tag.probe().orElseThrow(), tag);
        }
        int size = groups.isEmpty() ? 1 : groups.values().iterator().next().size();
        List<Item> sent =
                groups.isEmpty() ? List.of() : groups.values().iterator().next();
        golden.answers().forEach(answer -> answer(tag, answer, sent, size));
    }

    /** Only the parts that the case names are compared, and these whole. */
    private static void compare(Golden golden, Map<String, Object> expected, Request request, Tag tag) {
        for (Comparison.Difference one : Comparison.whole(expected, request, tag.auth())) {
            // Hashes are spelt out where they differ, because nobody can read what they are of.
            ClearTexts clear =
                    new ClearTexts(golden.spec(), String.valueOf(golden.spec().getOrDefault("default_country", "US")));
            assertThat(clear.in(one.actual())).as(one.path()).isEqualTo(clear.in(one.expected()));
            assertThat(one.actual()).as(one.path()).isEqualTo(one.expected());
            throw new AssertionError(one.path() + " differs in the type of a value: " + one);
        }
    }

    private static void answer(Tag tag, Map<String, Object> answer, List<Item> sent, int batch) {
        int size = answer.get("size") instanceof Integer given ? given : batch;
        Object body = answer.get("body");
        String text = body == null ? "" : body instanceof String plain ? plain : JSON.writeValueAsString(body);
        Map<String, String> headers = new TreeMap<>();
        Golden.map(answer.get("headers")).forEach((name, value) -> headers.put(name, String.valueOf(value)));
        Response response = new Response(
                (Integer) answer.get("status"),
                headers,
                text.getBytes(StandardCharsets.UTF_8),
                answer.get("retry_after") == null ? null : Form.duration(answer.get("retry_after")));
        if (answer.containsKey("objections")) {
            assertThat(((Tag.Checkable) tag).objections(response)).isEqualTo(answer.get("objections"));
            return;
        }
        Reading reading = Boolean.TRUE.equals(answer.get("later"))
                ? tag.readStatus(response, size)
                : sent.size() == size ? tag.read(response, sent) : tag.read(response, size);
        assertThat(describe(reading, size))
                .as("the answer %s %s", answer.get("status"), text)
                .isEqualTo(answer.containsKey("outcomes") ? answer.get("outcomes") : answer.get("outcome"));
    }

    private static Object describe(Reading reading, int size) {
        return switch (reading) {
            case Reading.Refused refused ->
                "refused " + refused.why().reason()
                        + (refused.culprit().isPresent()
                                ? " at " + refused.culprit().getAsInt()
                                : "");
            case Reading.Each each -> {
                assertThat(each.outcomes()).as("an outcome per item").hasSize(size);
                List<String> words =
                        each.outcomes().stream().map(GoldenTest::describe).toList();
                yield words.stream().distinct().count() == 1 ? words.getFirst() : words;
            }
        };
    }

    private static String describe(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered _ -> "delivered";
            case Outcome.Duplicate _ -> "duplicate";
            case Outcome.Accepted accepted -> ("accepted " + accepted.handle()).strip();
            case Outcome.Retryable retry ->
                "retry " + retry.reason() + (retry.after() == null ? "" : " after " + retry.after());
            case Outcome.Unknown _ -> "unknown";
            case Outcome.Rejected rejected -> "rejected " + rejected.reason();
            case Outcome.Misconfigured wrong -> "misconfigured " + wrong.reason();
        };
    }

    static @Nullable Object json(Request request) {
        return JSON.readValue(request.bodyText(), Object.class);
    }
}
