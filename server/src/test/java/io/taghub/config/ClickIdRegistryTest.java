package io.taghub.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.RealPlatforms;
import io.taghub.tag.BrowserIdRule;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.TagType;
import io.taghub.text.Expression;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClickIdRegistryTest {

    @Test
    void everyNameStandsOnceInLowerCase() {
        assertThat(RealPlatforms.CLICKS.clickIds())
                .extracting(ClickIdRule::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.equals(name.toLowerCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @CsvSource({
        "gclid, CjwKCAiA9Kq-BhBYEiwAmxLtZ_abc.123, true",
        "gclid, '<script>', false",
        "fbclid, IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk, true",
        "msclkid, 1234567890abcdef1234567890ABCDEF, true",
        "msclkid, {msclkid}, false",
        "ttclid, E.C.P.CqYBabc, true",
        "twclid, 23opevjt88psuo13lu8d020qkn, true",
        "twclid, {twclid}, false",
        "cjevent, 4d2f6b1c9e0a11ee8123ab12cd34ef56, true",
        "cjevent, a b, false",
    })
    void patternsTakeRealIdsAndRefuseTheRest(String name, String value, boolean taken) {
        String pattern = RealPlatforms.CLICKS.clickIds().stream()
                .filter(rule -> rule.name().equals(name))
                .map(ClickIdRule::pattern)
                .findFirst()
                .orElseThrow();

        assertThat(pattern.isEmpty() || Expression.compile(pattern, 0).matches(value))
                .isEqualTo(taken);
    }

    @ParameterizedTest
    @MethodSource("io.taghub.config.StartersTest#types")
    void everyTagTypesClickIdsAreCaught(TagType<?> type) {
        assertThat(RealPlatforms.CLICKS.clickIds()).containsAll(type.clickIdRules());
        assertThat(RealPlatforms.CLICKS.browserIds()).containsAll(type.browserIdRules());
    }

    @ParameterizedTest
    @CsvSource({
        "_fbp, fbp",
        "_fbc, fbc",
        "_ttp, ttp",
        "_ga, ga",
        "_ga_ABC1234567, ga_session",
        "_uetmsclkid, msclkid",
        "_uetvid, uetvid",
        "_twclid, twclid",
        "_gat, ",
        "session, ",
    })
    void knowsTheCookiesOfPixels(String cookie, String name) {
        assertThat(RealPlatforms.CLICKS.browserIds().stream()
                        .filter(rule -> rule.matches(cookie))
                        .map(BrowserIdRule::name)
                        .toList())
                .isEqualTo(name == null ? List.of() : List.of(name));
    }
}
