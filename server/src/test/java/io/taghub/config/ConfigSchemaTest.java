package io.taghub.config;

import static io.taghub.config.StartersTest.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.taghub.config.reference.ConfigReference;
import io.taghub.config.reference.ConfigSchema;
import io.taghub.config.reference.PlatformPages;
import io.taghub.config.reference.Variant;
import io.taghub.tag.Form.Field;
import io.taghub.tag.TagType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConfigSchemaTest {
    private final Schema schema = StartersTest.schema(TestTypes.ALL);
    private final JsonNode json = JsonMapper.shared().readTree(ConfigSchema.write(TestTypes.ALL));

    @Test
    void isItselfAValidSchema() {
        Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(meta.validate(json)).isEmpty();
    }

    @Test
    void hasEveryKeyOfEveryFormWithItsDescription() {
        ConfigKeys.HUB.fields().forEach(field -> assertDescribed(json.path("properties"), field));
        for (ConfigKeys.Group group : ConfigKeys.GROUPS) {
            JsonNode entry = json.path("properties").path(group.name()).path("additionalProperties");
            group.fields().stream()
                    .filter(field -> group != ConfigKeys.TAGS || !field.name().equals("type"))
                    .forEach(field -> assertDescribed(entry.path("properties"), field));
        }
        JsonNode branches = tag().path("allOf");
        int index = 0;
        for (TagType<?> type : TestTypes.ALL) {
            for (Variant variant : Variant.of(type)) {
                JsonNode then = branches.get(index++).path("then");
                variant.fields().forEach(field -> assertDescribed(then.path("properties"), field));
                assertThat(then.path("properties").propertyNames())
                        .containsAll(ConfigKeys.TAG.fields().stream()
                                .map(Field::name)
                                .toList());
            }
        }
        assertThat(branches.size()).isEqualTo(index);
    }

    private JsonNode tag() {
        return json.path("properties").path("tags").path("additionalProperties");
    }

    private void assertDescribed(JsonNode properties, Field field) {
        JsonNode property = properties.path(field.name());
        String shared = property.path("$ref").asString("");
        JsonNode described = shared.startsWith("#/$defs/postback/") ? json.at(shared.substring(1)) : property;
        assertThat(described.path("description").asString()).isEqualTo(field.description());
        field.nested()
                .forEach(nested -> assertDescribed(properties.path(field.name()).path("properties"), nested));
    }

    @Test
    void knowsTheTagTypesAndTheirPresets() {
        assertThat(tag().path("properties")
                        .path("type")
                        .path("enum")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactly("meta", "google-data-manager", "postback", "picky", "clumsy");
        assertThat(Variant.of(TestTypes.POSTBACK))
                .extracting(Variant::choice)
                .containsExactly("", "voluum", "everflow");
    }

    @Test
    void acceptsWhatTheReaderAccepts() {
        assertThat(schema.validate(tree(ConfigReaderTest.DESIGN))).isEmpty();
        assertThat(schema.validate(tree("""
                        site: { domain: shop.example }
                        mode: ${env:MODE}
                        events: { ftd: , lead: {} }
                        tags:
                          a: { type: meta, pixel_id: 123, access_token: "${file:a/b}", when: [ftd], window: PT1H, enabled: false }
                          b: { type: postback, url: https://a.example/, query: { n: 1 }, when: [] }
                        """))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tgas: {}",
                "mode: liev",
                "site: { domain: a.example, colour: blue }",
                "site: {}",
                "store_password: hunter2",
                "events: { ftd: { conversion: perhaps } }",
                "events: { ftd: { from: [sever] } }",
                "retention: { events: 7 }",
                "tags: { a: { type: mta, when: [] } }",
                "tags: { a: { type: meta, pixel_id: '1', when: [ftd] } }",
                "tags: { a: { type: meta, pixel_id: x, access_token: '${env:A}', when: [ftd] } }",
                "tags: { a: { type: meta, pixel_id: '1', access_token: EAAB, when: [ftd] } }",
                "tags: { a: { type: meta, pixel_id: '1', access_token: '${env:A}', when: [ftd], domain: a } }",
                "tags: { a: { type: postback, preset: voluum, domain: a.example, nid: 1, when: [ftd] } }",
                "tags: { a: { type: postback, preset: everflow, when: [ftd] } }",
                "tags: { a: { type: postback, when: [ftd] } }",
            })
    void refusesWhatTheReaderRefuses(String line) {
        String yaml = line.startsWith("site:") ? line : "site: { domain: shop.example }\n" + line;

        assertThat(Configs.problems(yaml)).as("the reader").isNotEmpty();
        assertThat(schema.validate(tree(yaml))).as("the schema").isNotEmpty();
    }

    @Test
    void theReferencePageHasEveryKeyToo() {
        String page = ConfigReference.markdown(TestTypes.ALL);

        ConfigKeys.HUB.fields().forEach(field -> assertRow(page, "", field));
        ConfigKeys.GROUPS.forEach(group -> group.fields().forEach(field -> assertRow(page, "", field)));
        TestTypes.ALL.forEach(type -> Variant.of(type)
                .forEach(variant ->
                        variant.fields().forEach(field -> assertRow(PlatformPages.page(type, ""), "", field))));
        assertThat(page).contains("- [`meta`](platforms/meta.md): A test's meta.");
        assertThat(PlatformPages.page(TestTypes.ALL.getFirst(), "")).contains("""
                | key | value | default | what it is |
                |---|---|---|---|
                | `pixel_id` | text, as `1234567890` | required | id of the pixel |
                | `access_token` | secret | required | access token of the pixel |
                | `test_event_code` | text |  | marks test events |

                ```yaml
                tags:
                  meta-main:
                    type: meta
                    pixel_id: "1234567890"
                    access_token: "${env:META_ACCESS_TOKEN}"
                    when: [purchase]
                ```
                """);
    }

    private static void assertRow(String page, String before, Field field) {
        assertThat(page)
                .contains("| `" + before + field.name() + "` | ")
                .contains(field.description().replace("|", "\\|"));
        field.nested().forEach(nested -> assertRow(page, before + field.name() + ".", nested));
    }

    @ParameterizedTest
    @MethodSource("io.taghub.config.StartersTest#types")
    void theExampleOfEveryRealTypeWorks(TagType<?> type) {
        String page = PlatformPages.page(type, "");
        String example = page.substring(page.indexOf("```yaml\n") + 8, page.lastIndexOf("```"));

        Loaded loaded = ConfigReader.parse(
                "site: { domain: shop.example }\n" + example,
                "taghub.yaml",
                java.nio.file.Path.of("/nowhere"),
                name -> "fake-value-of-" + name,
                StartersTest.types());

        assertThat(loaded).as(example).isInstanceOf(Loaded.Valid.class);
    }

    @Test
    void knowsIncludesAndProfiles() {
        String config = """
                site: { domain: shop.example }
                include: %s
                profiles:
                  staging: { mode: sandbox, site: { %s: staging.shop.example }, tags: { meta-main: { when: [ftd] } } }
                  production: { production: true, store_password: null }
                """;

        assertThat(schema.validate(tree(config.formatted("tags/*.yaml", "domain"))))
                .isEmpty();
        assertThat(schema.validate(tree(config.formatted("[tags/*.yaml, more.yaml]", "domain"))))
                .isEmpty();
        assertThat(schema.validate(tree(config.formatted("{ a: b }", "domain"))))
                .isNotEmpty();
        assertThat(schema.validate(tree(config.formatted("tags/*.yaml", "domian"))))
                .isNotEmpty();
    }
}
