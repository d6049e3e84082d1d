package io.taghub.text;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Codes of countries (ISO 3166-1), their parts (ISO 3166-2) and the world's regions (UN M49). */
public final class Places {
    /** Of Latin, Greek and Cyrillic; the marks of Hindi are vowels. */
    private static final Pattern ACCENT = Pattern.compile("\\p{InCombiningDiacriticalMarks}");

    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{M}]");
    private static final Pattern SAINT = Pattern.compile("(?i)\\bst\\.?\\s");
    private static final Pattern ARTICLE = Pattern.compile("^the(?=.{4})");

    /** As most write them. */
    private static final Map<String, String> CODES =
            Arrays.stream(Locale.getISOCountries()).collect(Collectors.toUnmodifiableMap(code -> code, code -> code));

    /** By alpha-2, alpha-3 and English name, and by what else people call it in English; small letters only. */
    private static final Map<String, String> COUNTRIES = new HashMap<>();

    static {
        Arrays.stream(Locale.getISOCountries()).forEach(code -> {
            Locale country = Locale.of("", code);
            COUNTRIES.put(folded(code), code);
            COUNTRIES.put(folded(country.getISO3Country()), code);
            COUNTRIES.put(folded(country.getDisplayCountry(Locale.ENGLISH)), code);
        });
        String others = """
                uk GB greatbritain GB britain GB england GB scotland GB wales GB northernireland GB
                unitedkingdomofgreatbritainandnorthernireland GB usa US america US unitedstatesofamerica US
                turkey TR turkiye TR czechrepublic CZ holland NL ivorycoast CI cotedivoire CI hongkong HK hongkongsar HK macau MO
                macao MO bosnia BA bosniaandherzegovina BA bosniaherzegovina BA myanmar MM burma MM palestine PS
                stateofpalestine PS macedonia MK republicofmacedonia MK swaziland SZ congo CG republicofthecongo CG
                drc CD drcongo CD democraticrepublicofthecongo CD congokinshasa CD uae AE korea KR southkorea KR
                republicofkorea KR northkorea KP democraticpeoplesrepublicofkorea KP dprk KP federatedstatesofmicronesia FM
                plurinationalstateofbolivia BO bolivarianrepublicofvenezuela VE russia RU russianfederation RU vietnam VN laos LA syria SY iran IR
                islamicrepublicofiran IR capeverde CV caboverde CV easttimor TL timorleste TL vatican VA vaticancity VA holysee VA
                brunei BN brunedarussalam BN bruneidarussalam BN moldova MD republicofmoldova MD tanzania TZ
                unitedrepublicoftanzania TZ bolivia BO venezuela VE micronesia FM peoplesrepublicofchina CN prc CN mainlandchina CN
                taiwanprovinceofchina TW taiwanroc TW republicofireland IE eire IE ksa SA kosovo XK
                saintlucia LC saintkittsandnevis KN saintvincentandthegrenadines VC trinidad TT antigua AG
                faroeislands FO falklandislands FK usvirginislands VI britishvirginislands VG reunion RE curacao CW
                aland AX alandislands AX saotomeandprincipe ST
                """;
        String[] words = others.strip().split("\\s+");
        for (int i = 0; i < words.length; i += 2) {
            COUNTRIES.putIfAbsent(words[i], words[i + 1]);
        }
        // Not of ISO, and used by everybody.
        COUNTRIES.put("xkx", "XK");
        COUNTRIES.put("xk", "XK");
    }

    /** Read when somebody first writes a country in another language than English. */
    private static final class Translated {
        private static final String LANGUAGES =
                "ar bg ca cs da de el es et fa fi fr he hi hr hu id it ja ko lt lv ms nb nl pl pt ro ru sk sl sr sv th tr uk vi zh";

        /** Without names that mean one country here and another there. */
        private static final Map<String, String> NAMES = new HashMap<>();

        static {
            for (String language : LANGUAGES.split(" ")) {
                for (String code : Locale.getISOCountries()) {
                    String name = folded(Locale.of("", code).getDisplayCountry(Locale.of(language)));
                    NAMES.merge(name, code, (one, other) -> one.equals(other) ? one : "");
                }
            }
        }
    }

    private static final Pattern PART = Pattern.compile("[A-Z0-9]{1,3}");

    private static final Set<String> AREAS = Set.of(
            ("002 009 010 019 142 150 003 005 015 202 014 017 018 011 029 013 021 419 143 030 034 035 145 151 154 039 155"
                            + " 053 054 057 061")
                    .split(" "));

    private Places() {}

    /** Alpha-2 in capitals of a code of two or three letters or a name in one of many languages; null where it is none. */
    public static @Nullable String country(String written) {
        String code = CODES.get(written);
        if (code != null) {
            return code;
        }
        String known = named(folded(written));
        int comma = written.indexOf(',');
        // "Korea, Republic of", as ISO's own list has it.
        return known != null || comma < 0
                ? known
                : named(folded(written.substring(comma + 1) + written.substring(0, comma)));
    }

    private static @Nullable String named(String name) {
        String english =
                COUNTRIES.getOrDefault(name, COUNTRIES.get(ARTICLE.matcher(name).replaceFirst("")));
        if (english != null || name.isEmpty() || (name.length() < 3 && name.charAt(0) < 128)) {
            return english;
        }
        String code = Translated.NAMES.getOrDefault(name, "");
        return code.isEmpty() ? null : code;
    }

    /** Letters only, small, without accents: {@code Côte d’Ivoire}, {@code Bosnia & Herzegovina}. */
    private static String folded(String name) {
        String and = SAINT.matcher(name.replace("&", "and")).replaceAll("saint ");
        String plain = Normalizer.normalize(and, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        return NO_LETTER.matcher(ACCENT.matcher(plain).replaceAll("")).replaceAll("");
    }

    /** {@code GB-LND}, also of {@code LND} where the country is known; null where it is no code, or another country's. */
    public static @Nullable String subdivision(String written, @Nullable String country) {
        String code = written.strip().toUpperCase(Locale.ROOT);
        int dash = code.indexOf('-');
        String of = dash < 0 ? country : code.substring(0, dash);
        boolean known = of != null && of.length() == 2 && of.equals(country(of));
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
