package io.taghub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator reads when the mistake is inside a real tag type's own settings. */
class RealTagTypesTest {

    @Test
    void mistakesInAPostbackAreShownWhereTheyStand() {
        assertThat(problems("""
                        site: { domain: shop.example }
                        tags:
                          a:
                            type: postback
                            url: https://trk.network.example/c
                            query:
                              click: "{{ clik.id }}"
                            when: [purchase]
                          b:
                            type: postback
                            preset: volum
                            when: [purchase]
                          c:
                            type: postback
                            preset: voluum
                            domian: trk.partner.example
                            when: [purchase]
                        """))
                .hasSize(4)
                .anySatisfy(
                        line -> assertThat(line).startsWith("taghub.yaml:7:7: ").contains("click.id"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("taghub.yaml:11:5: ").contains("did you mean 'voluum'?"))
                .anySatisfy(line -> assertThat(line).startsWith("taghub.yaml:13:3: 'domain' is missing"))
                .anySatisfy(line ->
                        assertThat(line).isEqualTo("taghub.yaml:16:5: unknown key 'domian'; did you mean 'domain'?"));
    }

    @Test
    void aSecretInAPostbackIsKnownForRedactionAndItsClickIdIsCaught() {
        Loaded loaded = load("""
                site: { domain: shop.example }
                tags:
                  a:
                    type: postback
                    url: https://trk.network.example/c
                    query: { click: "{{ click.id | required }}", token: "{{ secret.token }}" }
                    secrets: { token: "${env:TOKEN}" }
                    click_id: net_click
                    when: [purchase]
                """);

        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        HubConfig config = ((Loaded.Valid) loaded).config();
        assertThat(config.tags().get("a").secrets()).containsExactly("fake-value-of-TOKEN");
        assertThat(config.tags().get("a").clickIds()).contains("net_click");
        assertThat(config.clickIds()).anyMatch(rule -> rule.name().equals("net_click"));
    }

    @Test
    void aSecretThatIsTypedOutIsRefusedWhereItStandsAndNeverRepeated() {
        List<String> problems = problems("""
                        site: { domain: shop.example }
                        tags:
                          a:
                            type: postback
                            url: https://trk.network.example/c?clickid={{ click.id }}&token=hunter2&goal=ftd&sub={sub1}
                            headers:
                              Authorization: Bearer hunter3
                            body: { deep: { api_key: hunter4 }, key: "{{ click.id }}" }
                            when: [purchase]
                          b:
                            type: postback
                            preset: affise
                            domain: offers.network.example
                            query: { secure: hunter5, sub1: "${env:SUB}" }
                            when: [purchase]
                          c:
                            type: postback
                            url: https://shop:hunter6@trk.network.example/06b9f7d/postback?subid={{ click.id }}
                            when: [purchase]
                          d:
                            type: postback
                            preset: trafficstars
                            key: "${env:SUB}"
                            query: { key: hunter }
                            when: [purchase]
                        """);

        String byReference =
                " is typed out here; a secret stands in the config by reference only, ${env:NAME} or ${file:PATH}";
        assertThat(problems)
                .contains(
                        "taghub.yaml:5:10: 'token' is typed out in the address; take it out and write query: { token: \"${env:NAME}\" }",
                        "taghub.yaml:7:22: 'Authorization'" + byReference,
                        "taghub.yaml:8:30: 'api_key'" + byReference,
                        "taghub.yaml:14:22: 'secure'" + byReference,
                        "taghub.yaml:24:14: 'key'" + byReference,
                        "taghub.yaml:18:10: a key is typed out in the path; write {{ secret.key }} in its place and secrets: { key: \"${env:NAME}\" }",
                        "taghub.yaml:18:10: a password is typed out in the address; write auth: { basic: { user: NAME, password: \"${env:NAME}\" } }");
        assertThat(problems).noneMatch(line -> line.matches(".*(hunter\\d|06b9f7d).*"));
    }

    @Test
    void googleWantsOneWayToSignIn() {
        assertThat(problems("""
                        site: { domain: shop.example }
                        tags:
                          google-ads:
                            type: google-data-manager
                            account_id: 123-456-7890
                            conversion_actions: { purchase: 987 }
                            when: [purchase]
                        """))
                .containsExactly("taghub.yaml:3:3: give either 'oauth' or 'service_account', and only one of them");
    }

    private static List<String> problems(String yaml) {
        return ((Loaded.Invalid) load(yaml))
                .problems().stream().map(ConfigProblem::toString).toList();
    }

    private static Loaded load(String yaml) {
        return ConfigReader.parse(
                yaml, "taghub.yaml", Path.of("/nowhere"), name -> "fake-value-of-" + name, StartersTest.types());
    }
}
