package io.taghub.report;

import io.taghub.personal.Mask;
import io.taghub.text.Amount;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;
import tools.jackson.dataformat.csv.CsvSchema;

/**
 * A partner's export: comma, semicolon, tab or bar between the columns, with or without quotes and byte order mark, whatever
 * stands before the header.
 *
 * @param columns by field, which of the file's columns were taken for it
 * @param utc whether the column of times says that they are of UTC
 * @param notes what could not be read, in sentences without what stands there
 */
record PartnerFile(List<PartnerRow> rows, Map<String, String> columns, boolean utc, List<String> notes) {
    /** Bytes of a file at most. */
    static final int LARGEST = 64 << 20;

    private static final int TITLE_LINES = 20;
    private static final Pattern DECIMAL_COMMA = Pattern.compile(".*\\d,\\d{1,2}\\D*");
    private static final Pattern NO_NUMBER = Pattern.compile("[^\\d.,-]");
    private static final Pattern IN_BRACKETS = Pattern.compile("([^\\d()]*)\\(([^()]*\\d[^()]*)\\)([^\\d()]*)");
    private static final Pattern MINUS_BEHIND = Pattern.compile("([^-]*\\d) ?-((?: ?[^\\d.,-]+)?)");
    private static final Pattern EITHER = Pattern.compile("-?\\d{1,3}[.,]\\d{3}");
    private static final Pattern TOTAL = Pattern.compile("(?i)(grand )?(total|totals|sum|summary|gesamt|summe)\\b.*");
    private static final Pattern UTC = Pattern.compile("(?i).*\\b(utc|gmt)\\b.*");
    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvReadFeature.WRAP_AS_ARRAY)
            .enable(CsvReadFeature.SKIP_EMPTY_LINES)
            .enable(CsvReadFeature.TRIM_SPACES)
            .build();

    /**
     * @param clicks names of click ids, which name columns as well
     * @param map as {@link PartnerColumns#mapping} reads it
     * @param dates {@code dmy} or {@code mdy}, null where the file has to tell
     * @throws IllegalArgumentException with a sentence for people if it cannot be read
     */
    static PartnerFile read(InputStream in, Set<String> clicks, String map, @Nullable String dates) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new IllegalArgumentException(
                    "the file is larger than " + (LARGEST >> 20) + " MB; export fewer days at once");
        }
        return of(text(bytes), clicks, map, dates);
    }

    static PartnerFile of(String text, Set<String> clicks, String map, @Nullable String dates) {
        Map<PartnerField, String> mapped = PartnerColumns.mapping(map);
        List<List<String>> lines = lines(text);
        Set<String> names = clicks.stream().map(PartnerColumns::plain).collect(Collectors.toSet());
        int header = header(lines, mapped, names);
        PartnerColumns columns = PartnerColumns.of(header < 0 ? places(lines) : lines.get(header), mapped, names);
        if (!columns.hasIds()) {
            throw new IllegalArgumentException(
                    "no column of the file is known to be a click's, an order's or an event's id;"
                            + " say which one is, --map click_id=COLUMN; it has "
                            + PartnerColumns.shown(columns.header()));
        }
        List<List<String>> body = lines.subList(header + 1, lines.size());
        PartnerTime times = PartnerTime.of(
                body.stream()
                        .flatMap(line -> columns.values(line, PartnerField.TIME).stream())
                        .toList(),
                dates);
        boolean comma = body.stream()
                .flatMap(line -> columns.values(line, PartnerField.VALUE).stream())
                .anyMatch(value -> DECIMAL_COMMA.matcher(value).matches());
        List<PartnerRow> rows = new ArrayList<>();
        int badTimes = 0;
        int badAmounts = 0;
        for (int i = 0; i < body.size(); i++) {
            List<String> line = body.get(i);
            PartnerRow row = row(line, header + i + 2, columns, times, comma);
            if (row.when() == null && TOTAL.matcher(line.getFirst().strip()).matches()) {
                continue;
            }
            badTimes += row.when() == null && columns.value(line, PartnerField.TIME) != null ? 1 : 0;
            badAmounts += row.amount() == null && columns.value(line, PartnerField.VALUE) != null ? 1 : 0;
            rows.add(row);
        }
        List<String> notes = new ArrayList<>();
        note(notes, badTimes, "a time that cannot be read");
        note(notes, badAmounts, "an amount that cannot be read");
        notes.addAll(doubtful(rows));
        if (!rows.isEmpty() && !columns.has(PartnerField.TIME)) {
            notes.add(
                    "no column is known to be the time of a conversion: all rows are taken to be of the days asked for,"
                            + " and nothing of days or time zones can be told" + suggestion(columns, body, times));
        }
        if (!rows.isEmpty() && !columns.has(PartnerField.VALUE)) {
            notes.add("no column is known to be an amount (--map value=COLUMN): amounts are not compared");
        }
        String time = columns.described().get(PartnerField.TIME.word());
        return new PartnerFile(
                rows, columns.described(), time != null && UTC.matcher(time).matches(), notes);
    }

    /** Words for a state that nobody knows, or that partners mean differently: a person should know how they were taken. */
    private static List<String> doubtful(List<PartnerRow> rows) {
        Map<String, Integer> unknown = new TreeMap<>();
        int locked = 0;
        for (PartnerRow row : rows) {
            String word = row.status().toLowerCase(Locale.ROOT);
            if (StatusWords.meaning(row.status()) == StatusWords.Meaning.UNKNOWN) {
                unknown.merge(word, 1, Integer::sum);
            }
            locked += word.startsWith("locked") ? 1 : 0;
        }
        List<String> notes = new ArrayList<>();
        if (!unknown.isEmpty()) {
            notes.add("taken for approved, as it is not known what it means: "
                    + Mask.OF_NOBODY.text(unknown.entrySet().stream()
                            .limit(TITLE_LINES)
                            .map(one -> "status '" + one.getKey() + "' (" + one.getValue() + ")")
                            .collect(Collectors.joining(", "))));
        }
        if (locked > 0) {
            notes.add("'locked' (" + locked
                    + ") is taken for approved, as networks mean it that lock what is to be paid");
        }
        return notes;
    }

    /** A column that has nothing but times may be of clicks or payments, so a person has to say. */
    private static String suggestion(PartnerColumns columns, List<List<String>> body, PartnerTime times) {
        List<String> like = IntStream.range(0, columns.header().size())
                .filter(place -> isOfTimes(body, place, times))
                .mapToObj(place -> columns.header().get(place))
                .toList();
        return like.isEmpty()
                ? " (--map time=COLUMN)"
                : "; there are times in " + PartnerColumns.shown(like) + ": --map time=\""
                        + PartnerColumns.shown(like.subList(0, 1)) + "\"";
    }

    private static boolean isOfTimes(List<List<String>> body, int place, PartnerTime times) {
        List<String> cells = body.stream()
                .filter(line -> place < line.size())
                .map(line -> line.get(place).strip())
                .filter(cell -> !cell.isEmpty())
                .limit(TITLE_LINES)
                .toList();
        return !cells.isEmpty()
                && cells.stream().allMatch(cell -> !cell.matches("\\d+([.,]\\d+)?") && times.read(cell) != null);
    }

    private static void note(List<String> notes, int count, String what) {
        if (count > 0) {
            notes.add(count + (count == 1 ? " row has " : " rows have ") + what);
        }
    }

    private static PartnerRow row(
            List<String> line, int number, PartnerColumns columns, PartnerTime times, boolean comma) {
        List<PartnerRow.Id> ids = new ArrayList<>();
        for (PartnerField field : PartnerField.values()) {
            if (field.isId()) {
                columns.values(line, field).forEach(value -> ids.add(new PartnerRow.Id(field, value)));
            }
        }
        String written = columns.value(line, PartnerField.VALUE);
        String value = written == null ? null : signed(written);
        String currency = columns.value(line, PartnerField.CURRENCY);
        String code = currency == null ? (value == null ? null : Amount.currency(value)) : code(currency);
        String time = columns.value(line, PartnerField.TIME);
        String status = columns.value(line, PartnerField.STATUS);
        String reason = columns.value(line, PartnerField.REASON);
        BigDecimal amount = value == null ? null : amount(value, code, comma);
        return new PartnerRow(
                number,
                ids,
                amount,
                code,
                time == null ? null : times.read(time),
                status == null ? PartnerRow.Decision.COUNTED : PartnerRow.Decision.of(status),
                status == null ? "" : status,
                reason == null ? "" : reason,
                columns.part(line),
                amount == null && value != null && value.chars().anyMatch(Character::isDigit));
    }

    private static String code(String written) {
        String code = Amount.code(written);
        return code == null ? written.toUpperCase(Locale.ROOT) : code;
    }

    /** With its minus before it, where it is written as in accounts: {@code (294.90)}, {@code 294.90-}. */
    private static String signed(String written) {
        String text = written.replace('\u2212', '-').replace('\u2013', '-').strip();
        Matcher within = IN_BRACKETS.matcher(text);
        if (within.matches()) {
            String bare = within.group(1) + within.group(2) + within.group(3);
            return bare.contains("-") ? bare : "-" + bare.strip();
        }
        Matcher behind = MINUS_BEHIND.matcher(text);
        return behind.matches() ? "-" + behind.group(1) + behind.group(2) : text;
    }

    /** What may be read in two ways alone is read as its column is. */
    private static @Nullable BigDecimal amount(String written, @Nullable String currency, boolean comma) {
        String plain = NO_NUMBER.matcher(written).replaceAll("");
        if (EITHER.matcher(plain).matches()) {
            return new BigDecimal(comma ? plain.replace(".", "").replace(',', '.') : plain.replace(",", ""));
        }
        return Amount.read(written, Amount.decimals(currency));
    }

    /** Names of the columns of a file that does not name them. */
    private static List<String> places(List<List<String>> lines) {
        int most = lines.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.rangeClosed(1, most).mapToObj(String::valueOf).toList();
    }

    /** Where the line with the names of the columns is, -1 where there is none and none is needed. */
    private static int header(List<List<String>> lines, Map<PartnerField, String> mapped, Set<String> clicks) {
        for (int i = 0; i < Math.min(TITLE_LINES, lines.size()); i++) {
            if (PartnerColumns.isHeader(lines.get(i), clicks)) {
                return i;
            }
        }
        if (lines.isEmpty() || mapped.isEmpty()) {
            throw new IllegalArgumentException(
                    lines.isEmpty()
                            ? "the file is empty"
                            : "no line at the beginning of the file has names of columns that are known; say which is which,"
                                    + " --map click_id=COLUMN,value=COLUMN");
        }
        return mapped.values().stream().allMatch(column -> column.matches("\\d{1,4}")) ? -1 : 0;
    }

    private static List<List<String>> lines(String text) {
        try (MappingIterator<String[]> read = CSV.readerFor(String[].class)
                .with(CsvSchema.emptySchema().withColumnSeparator(delimiter(text)))
                .readValues(new StringReader(text))) {
            List<List<String>> lines = new ArrayList<>();
            while (read.hasNextValue()) {
                lines.add(List.of(read.nextValue()));
            }
            return lines;
        } catch (JacksonException broken) {
            throw new IllegalArgumentException("the file is no CSV from line "
                    + (broken.getLocation() == null ? 1 : broken.getLocation().getLineNr())
                    + " on: a quote may not be closed");
        }
    }

    /** What parts the most columns in one of the first lines. */
    private static char delimiter(String text) {
        List<String> bare = text.lines()
                .limit(TITLE_LINES)
                .map(line -> line.replaceAll("\"[^\"]*\"", ""))
                .toList();
        char best = ',';
        long most = 0;
        for (char one : new char[] {',', ';', '\t', '|'}) {
            long count = bare.stream()
                    .mapToLong(line -> line.chars().filter(c -> c == one).count())
                    .sorted()
                    .skip(bare.size() / 2)
                    .findFirst()
                    .orElse(0);
            if (count > most) {
                most = count;
                best = one;
            }
        }
        return best;
    }

    private static String text(byte[] bytes) {
        if (bytes.length > 1 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE);
        }
        if (bytes.length > 1 && (bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xff) == 0xff) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException ofAnOldSpreadsheet) {
            return new String(bytes, Charset.forName("windows-1252"));
        }
    }
}
