package io.taghub.tag;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.platform.Platform;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.JsonNode;

/**
 * What the vendors' own libraries make of a person's data, executed by us, beside what each handler sends. Where sources
 * disagree the last column says why we follow which.
 */
class NormalisationTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Map<String, Map<String, Object>> SETTINGS = Map.of(
            "meta", Map.of("pixel_id", "1", "access_token", new Secret("hush")),
            "tiktok", Map.of("pixel_code", "C1", "access_token", new Secret("hush")),
            "ga4", Map.of("measurement_id", "G-1", "api_secret", new Secret("hush")),
            "google-data-manager",
                    Map.of(
                            "account_id",
                            "1",
                            "conversion_actions",
                            Map.of("lead", "2"),
                            "service_account",
                            new Secret("{}")));

    @ParameterizedTest(name = "{0} {1} [{2}] as {8}")
    @CsvFileSource(resources = "/normalisation.csv", numLinesToSkip = 1, ignoreLeadingAndTrailingWhitespace = false)
    void sendsTheVendorsForm(
            String platform,
            String field,
            String input,
            @Nullable String defaultCountry,
            @Nullable String ours,
            String follows,
            @Nullable String theirs,
            @Nullable String theirHash,
            String source,
            @Nullable String why) {
        String sent = sent(platform, field, input, defaultCountry);
        boolean clear = field.equals("region_code") || field.equals("postal_code");
        assertThat(sent).isEqualTo(clear ? ours : Identifiers.sha256(ours));
        if (follows.equals("yes") && theirHash != null) {
            assertThat(sent).isEqualTo(theirHash);
        }
        if (follows.equals("no")) {
            assertThat(sent).isNotEqualTo(theirHash == null ? theirs : theirHash);
            assertThat(why).as("why we differ from %s", source).isNotBlank();
        }
    }

    private static @Nullable String sent(String platform, String field, String input, @Nullable String country) {
        String type = platform.equals("google") ? "google-data-manager" : platform;
        Event event = Event.named("lead", "l-1", NOW)
                .user(person(field, input))
                .clickIds(ClickIds.of(
                        new ClickId("fbp", "fb.1.1795000000000.1", NOW),
                        new ClickId("gclid", "Cj0K", NOW),
                        new ClickId("ga", "1.2", NOW),
                        new ClickId("ttclid", "E.C.P", NOW)))
                .build();
        Tag tag = tag(type, country);
        Plan.Send send = (Plan.Send) tag.plan(event);
        JsonNode body =
                Response.of(200, tag.request(List.of(send.item())).bodyText()).json();
        JsonNode found = body.at(pointer(platform, field));
        return found.isMissingNode() ? null : found.stringValue();
    }

    private static Person person(String field, String input) {
        String address = "x";
        return switch (field) {
            case "em", "email_address", "sha256_email_address", "user.email" ->
                new Person(null, input, null, null, null, null, null, null, null, null, null);
            case "ph", "phone_number", "user.phone" ->
                new Person(null, null, input, null, null, null, null, null, null, null, null);
            case "fn", "given_name" ->
                new Person(null, null, null, input, address, null, null, address, "US", null, null);
            case "ln", "family_name", "address[].sha256_last_name", "user.last_name" ->
                new Person(null, null, null, address, input, null, null, address, "US", null, null);
            case "ct" -> new Person(null, null, null, null, null, input, null, null, null, null, null);
            case "zp", "user.zip_code", "postal_code" ->
                new Person(
                        null,
                        null,
                        null,
                        address,
                        address,
                        null,
                        null,
                        input,
                        field.equals("zp") ? null : "US",
                        null,
                        null);
            case "country", "region_code" ->
                new Person(null, null, null, address, address, null, null, address, input, null, null);
            case "external_id", "user.external_id" -> Person.of(input);
            default -> throw new AssertionError("no such field: " + field);
        };
    }

    private static String pointer(String platform, String field) {
        return switch (platform) {
            case "meta" -> "/data/0/user_data/" + field + "/0";
            case "tiktok" -> "/data/0/" + field.replace('.', '/');
            case "ga4" -> "/user_data/" + (field.startsWith("address") ? field.replace("[].", "/0/") : field + "/0");
            case "google" ->
                "/events/0/userData/userIdentifiers/0/"
                        + switch (field) {
                            case "email_address" -> "emailAddress";
                            case "phone_number" -> "phoneNumber";
                            case "given_name" -> "address/givenName";
                            case "family_name" -> "address/familyName";
                            case "region_code" -> "address/regionCode";
                            default -> "address/postalCode";
                        };
            default -> throw new AssertionError("no such platform: " + platform);
        };
    }

    private static Tag tag(String name, @Nullable String country) {
        return make(Golden.type(name, Platform.class.getClassLoader()), SETTINGS.get(name), country);
    }

    private static <F> Tag make(TagType<F> type, Map<String, Object> settings, @Nullable String country) {
        Setup setup = new Setup(Map.of(), country, URI.create("https://shop.example.com"));
        return switch (type.form(settings).bind(settings)) {
            case Form.Bound.Filled<F> filled -> type.create(filled.value(), setup);
            case Form.Bound.Invalid<F> invalid -> throw new AssertionError(invalid.problems());
        };
    }
}
