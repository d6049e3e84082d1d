package io.taghub.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Codes of countries (ISO 3166-1), their parts (ISO 3166-2) and the world's regions (UN M49). */
public final class Places {
    /** By alpha-2, alpha-3 and English name, in capitals. */
    private static final Map<String, String> COUNTRIES = new HashMap<>();

    static {
        Arrays.stream(Locale.getISOCountries()).forEach(code -> {
            Locale country = Locale.of("", code);
            COUNTRIES.put(code, code);
            COUNTRIES.put(country.getISO3Country(), code);
            COUNTRIES.put(country.getDisplayCountry(Locale.ENGLISH).toUpperCase(Locale.ROOT), code);
        });
        COUNTRIES.put("UK", "GB");
    }

    private static final Pattern PART = Pattern.compile("[A-Z0-9]{1,3}");

    private static final Set<String> AREAS = Set.of(
            ("002 009 010 019 142 150 003 005 015 202 014 017 018 011 029 013 021 419 143 030 034 035 145 151 154 039 155"
                            + " 053 054 057 061")
                    .split(" "));

    private Places() {}

    /** Alpha-2 in capitals, or null. */
    public static @Nullable String country(String written) {
        return COUNTRIES.get(written.strip().toUpperCase(Locale.ROOT));
    }

    /** {@code GB-LND}, also of {@code LND} where the country is known; null where it is no code, or another country's. */
    public static @Nullable String subdivision(String written, @Nullable String country) {
        String code = written.strip().toUpperCase(Locale.ROOT);
        int dash = code.indexOf('-');
        String of = dash < 0 ? country : code.substring(0, dash);
        boolean known = of != null && COUNTRIES.containsKey(of) && of.length() == 2;
        return known
                        && (country == null || country.equals(of))
                        && PART.matcher(code.substring(dash + 1)).matches()
                ? of + "-" + code.substring(dash + 1)
                : null;
    }

    /** Three digits; whoever keeps them as a number has lost the zeros in front. Null for what is no region's. */
    public static @Nullable String area(String written) {
        String code = "0".repeat(Math.max(0, 3 - written.length())) + written;
        return AREAS.contains(code) ? code : null;
    }
}
