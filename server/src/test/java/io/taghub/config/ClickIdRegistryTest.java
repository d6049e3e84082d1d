package io.taghub.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.HubConfig.ClickIdRule;
import io.taghub.tag.Expression;
import io.taghub.tag.TagType;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClickIdRegistryTest {

    @Test
    void everyNameStandsOnceInLowerCase() {
        assertThat(ClickIdRegistry.WELL_KNOWN)
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
        "cjevent, 4d2f6b1c9e0a11ee8123ab12cd34ef56, true",
        "cjevent, a b, false",
    })
    void patternsTakeRealIdsAndRefuseTheRest(String name, String value, boolean taken) {
        String pattern = ClickIdRegistry.WELL_KNOWN.stream()
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
        Set<String> caught = new TreeSet<>();
        ClickIdRegistry.WELL_KNOWN.forEach(rule -> caught.add(rule.name()));
        BrowserIds.WELL_KNOWN.forEach(rule -> caught.add(rule.name()));

        assertThat(caught).containsAll(type.clickIds());
    }

    @ParameterizedTest
    @CsvSource({
        "_fbp, fbp",
        "_fbc, fbc",
        "_ttp, ttp",
        "_ga, ga",
        "_ga_ABC1234567, ga_session",
        "_uetmsclkid, msclkid",
        "_gat, ",
        "session, ",
    })
    void knowsTheCookiesOfPixels(String cookie, String name) {
        BrowserIds.Rule rule = BrowserIds.of(cookie);

        assertThat(rule == null ? null : rule.name()).isEqualTo(name);
    }
}
