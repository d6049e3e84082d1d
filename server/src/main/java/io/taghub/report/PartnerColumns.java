package io.taghub.report;

import io.taghub.personal.Mask;
import io.taghub.text.Suggestion;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a partner's file says what. Ids may stand in several columns; of every other field the surest column counts.
 *
 * @param at the places of the columns of each field, the surest first
 */
record PartnerColumns(List<String> header, Map<PartnerField, List<Integer>> at) {

    /** As few as that must be known for a line to be taken for the header. */
    private static final int KNOWN = 2;

    private static final Set<String> NOTHING = Set.of("-", "--", "n/a", "na", "null", "none", "(not set)", "undefined");
    private static final Pattern FORMULA = Pattern.compile("=\\s*\"(.*)\"");
    private static final Pattern PART =
            Pattern.compile("(order|basket|product|cart)?(line|item|sku|product|article|artikel|produkt|variant)"
                    + "(item|id|no|number|nr|nummer|code|sku|name)?|ean|gtin|asin|upc|mpn");
    private static final Pattern MACRO = Pattern.compile("\\{.*}|\\[.*]|%7B.*%7D|<.*>");

    /**
     * @param clicks names of click ids, {@link #plain}
     * @param mapped what the operator says, by field: the header of a column or its place, counted from 1
     * @throws IllegalArgumentException with a sentence for people if what is mapped is not there
     */
    static PartnerColumns of(List<String> header, Map<PartnerField, String> mapped, Set<String> clicks) {
        Map<PartnerField, List<Integer>> at = new EnumMap<>(PartnerField.class);
        for (PartnerField field : PartnerField.values()) {
            String column = mapped.get(field);
            List<Integer> places =
                    column == null ? recognised(header, field, clicks) : List.of(place(header, field, column));
            if (!places.isEmpty()) {
                at.put(field, field.isId() ? places : places.subList(0, 1));
            }
        }
        // What is mapped by hand is nothing else as well.
        at.forEach((field, places) -> {
            if (!mapped.containsKey(field)) {
                at.put(
                        field,
                        places.stream()
                                .filter(place -> !isMapped(at, mapped.keySet(), place))
                                .toList());
            }
        });
        at.values().removeIf(List::isEmpty);
        return new PartnerColumns(header, at);
    }

    private static boolean isMapped(Map<PartnerField, List<Integer>> at, Set<PartnerField> mapped, int place) {
        return mapped.stream()
                .anyMatch(field -> at.getOrDefault(field, List.of()).contains(place));
    }

    private static List<Integer> recognised(List<String> header, PartnerField field, Set<String> clicks) {
        Map<Integer, List<Integer>> byRank = new TreeMap<>();
        for (int i = 0; i < header.size(); i++) {
            int rank = field.rank(plain(header.get(i)), clicks);
            if (rank >= 0) {
                byRank.computeIfAbsent(rank, each -> new ArrayList<>()).add(i);
            }
        }
        return byRank.values().stream().flatMap(List::stream).toList();
    }

    private static int place(List<String> header, PartnerField field, String column) {
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).equalsIgnoreCase(column) || plain(header.get(i)).equals(plain(column))) {
                return i;
            }
        }
        if (column.matches("\\d{1,4}") && Integer.parseInt(column) >= 1 && Integer.parseInt(column) <= header.size()) {
            return Integer.parseInt(column) - 1;
        }
        Set<String> names = new TreeSet<>(header);
        throw new IllegalArgumentException("the file has no column '" + column + "' for " + field.word()
                + Mask.OF_NOBODY.text(Suggestion.among(names, column)) + "; it has " + shown(header));
    }

    /** A line that was taken for names of columns may be about people. */
    static String shown(List<String> header) {
        return Mask.OF_NOBODY.text(String.join(", ", header));
    }

    /** {@code Conversion Time (UTC)} is {@code conversiontimeutc}, {@code Conversión} is {@code conversion}. */
    static String plain(String header) {
        String bare = Normalizer.normalize(header.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
                .replaceAll("[^\\p{L}\\p{N}]", "");
        return Normalizer.normalize(bare, Normalizer.Form.NFC);
    }

    /** Whether this line names columns: exports begin with a title or with what was filtered. */
    static boolean isHeader(List<String> line, Set<String> clicks) {
        long known = line.stream()
                .map(PartnerColumns::plain)
                .filter(name -> Stream.of(PartnerField.values()).anyMatch(field -> field.rank(name, clicks) >= 0))
                .count();
        return known >= KNOWN;
    }

    boolean has(PartnerField field) {
        return at.containsKey(field);
    }

    boolean hasIds() {
        return at.keySet().stream().anyMatch(PartnerField::isId);
    }

    /** What stands there, null where nothing does. */
    @Nullable
    String value(List<String> line, PartnerField field) {
        return values(line, field).stream().findFirst().orElse(null);
    }

    List<String> values(List<String> line, PartnerField field) {
        return at.getOrDefault(field, List.of()).stream()
                .filter(place -> place < line.size())
                .map(place -> unguarded(line.get(place).strip()))
                .filter(value -> !isNothing(value))
                .toList();
    }

    /** Which thing of the order the line is about, empty where no column says. */
    String part(List<String> line) {
        return IntStream.range(0, Math.min(header.size(), line.size()))
                .filter(place -> PART.matcher(plain(header.get(place))).matches()
                        && at.values().stream().noneMatch(places -> places.contains(place)))
                .mapToObj(line::get)
                .collect(Collectors.joining("\n"));
    }

    /** As it is before somebody kept a spreadsheet from reading it as a number or a formula: {@code ="C1"}, {@code 'C1}. */
    private static String unguarded(String value) {
        Matcher formula = FORMULA.matcher(value);
        if (formula.matches()) {
            return formula.group(1).replace("\"\"", "\"").strip();
        }
        return value.length() > 1 && value.startsWith("'") ? value.substring(1).strip() : value;
    }

    /** What exports write where nothing is, and macros that nobody filled in. */
    private static boolean isNothing(String value) {
        return value.isEmpty()
                || NOTHING.contains(value.toLowerCase(Locale.ROOT))
                || MACRO.matcher(value).matches();
    }

    /** By field, the headers of its columns. */
    Map<String, String> described() {
        Map<String, String> described = new LinkedHashMap<>();
        at.forEach((field, places) -> described.put(
                field.word(), String.join(", ", places.stream().map(header::get).toList())));
        return described;
    }

    /**
     * {@code click_id=Sub ID,value=Amount}, by field.
     *
     * @throws IllegalArgumentException with a sentence for people
     */
    static Map<PartnerField, String> mapping(String written) {
        Map<PartnerField, String> mapped = new EnumMap<>(PartnerField.class);
        Set<String> words = new TreeSet<>();
        for (PartnerField field : PartnerField.values()) {
            words.add(field.word());
        }
        for (String one : written.split(",", -1)) {
            int equals = one.indexOf('=');
            if (one.isBlank()) {
                continue;
            }
            String word = equals < 0 ? one.strip() : one.substring(0, equals).strip();
            if (equals < 0 || !words.contains(word)) {
                throw new IllegalArgumentException("'map' is written click_id=COLUMN,order_id=COLUMN; "
                        + (words.contains(word)
                                ? "'" + word + "' has no column"
                                : "there is no '" + word + "'" + Suggestion.among(words, word) + "; there are "
                                        + String.join(", ", words)));
            }
            mapped.put(
                    PartnerField.valueOf(word.toUpperCase(Locale.ROOT)),
                    one.substring(equals + 1).strip());
        }
        return mapped;
    }
}
