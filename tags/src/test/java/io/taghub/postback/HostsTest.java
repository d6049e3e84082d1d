package io.taghub.postback;

import static io.taghub.postback.Postbacks.problems;
import static io.taghub.postback.Postbacks.url;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.postback.preset.KnownHosts;
import io.taghub.postback.preset.Preset;
import io.taghub.postback.preset.Presets;
import io.taghub.tag.Form.Bound;
import io.taghub.tag.Form.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a postback goes: to a host of the preset or of a setting that must be one, and to no other. */
class HostsTest {
    private static final Pattern HOST = Pattern.compile("https?://([^/?]*).*");
    private static final Pattern SETTING = Pattern.compile("\\{\\{ ?settings\\.(\\w+) ?}}");

    static Stream<Preset> shipped() {
        Presets presets = new Presets(Map.of());
        return presets.names().stream().map(name -> ((Bound.Filled<Preset>) presets.get(name)).value());
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void aHostIsFixedOrASettingOfTypeHost(Preset preset) {
        Stream.of(Stream.of(preset.call()), preset.byEvent().values().stream(), preset.byStatus().values().stream())
                .flatMap(some -> some)
                .filter(call -> call.url() != null)
                .forEach(call -> {
                    var host = HOST.matcher(call.url());
                    assertThat(host.matches()).isTrue();
                    String rest = SETTING.matcher(host.group(1))
                            .replaceAll(setting -> isHost(preset, setting.group(1)) ? "" : "not a host");
                    assertThat(rest).doesNotContain("{", "not a host");
                });
    }

    private static boolean isHost(Preset preset, String setting) {
        return preset.settings().stream().anyMatch(one -> one.name().equals(setting) && one.type() == Preset.Type.HOST);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void whoComesAlongSaysHowAConversionIsTakenBack(Preset preset) {
        assertThat(preset.reversal()).as(preset.name()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "2130706433",
                "0x7f000001",
                "[::1]",
                "[::ffff:10.0.0.1]",
                "localhost",
                "10.0.0.1",
                "169.254.169.254",
                "good.example@169.254.169.254",
                "good.example/x",
                "good.example?x",
                "good.example#x",
                "https://good.example",
                "good.example\\@x",
                "{{ click.id }}",
                "{{ settings.domain }}.example",
                "good .example",
                "good.example\n",
                "-good.example"
            })
    void whatIsNoHostNameIsNone(String written) {
        Map<String, Object> settings = new HashMap<>(Map.of("preset", "everflow", "nid", "1", "domain", written));
        assertThat(problems(settings)).extracting(Problem::path).contains("domain");
    }

    @ParameterizedTest
    @CsvSource({
        "ad.admitad.com,admitad",
        "track.flexlinks.com,flexoffers",
        "acme.go2cloud.org,tune",
        "offers-acme.affise.com,affise",
        "www.emjcd.com,cj"
    })
    void aKnownHostIsANetworks(String host, String network) {
        assertThat(KnownHosts.at(host)).contains(network);
        assertThat(doubts(url("https://" + host + "/x?c={{ click.id | required }}")))
                .anySatisfy(doubt -> {
                    assertThat(doubt.path()).isEqualTo("url");
                    assertThat(doubt.message())
                            .startsWith("this host is one that a preset knows")
                            .contains(network);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "api.impact.com,impact",
        "track.linksynergy.com,rakuten",
        "api.awin.com,awin-orders",
        "api.webgains.io,webgains",
        "inbound-webhooks.refersion.com,refersion",
        "api.tapfiliate.com,tapfiliate"
    })
    void aHostMayHaveATypeOfItsOwn(String host, String type) {
        assertThat(doubts(url("https://" + host + "/x?c={{ click.id | required }}")))
                .extracting(Problem::message)
                .containsExactly(
                        "this host has a type of its own, which knows its calls and what its answers mean: type: "
                                + type);
    }

    @Test
    void anyOtherIsNobodys() {
        assertThat(KnownHosts.at("a.go2cloud.org.evil.example")).isEmpty();
        assertThat(KnownHosts.at("x.y.go2cloud.org")).isEmpty();
        assertThat(doubts(url("https://trk.partner.example/postback?c={{ click.id | required }}")))
                .isEmpty();
    }

    @Test
    void whatNeedsASpecificationSaysSo() {
        assertThat(doubts(Postbacks.examples("cellxpert")))
                .extracting(Problem::message)
                .contains("'cellxpert' needs your partner's specification: no public page says all of its call");
    }

    private static List<Problem> doubts(Map<String, Object> settings) {
        var type = new PostbackTagType();
        var filled = (Bound.Filled<Postback>) type.form(settings).bind(settings);
        return type.doubts(filled.value());
    }
}
