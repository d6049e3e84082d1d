package io.taghub.event;

import static java.util.Map.entry;

import io.taghub.text.BirthDate;
import io.taghub.text.Gender;
import io.taghub.text.Mailbox;
import io.taghub.text.Nobody;
import io.taghub.text.Places;
import io.taghub.text.VendorForms;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of a {@link Person}, under our names and, when read, under those of the platforms. */
final class PersonJson {
    private static final List<String> HASHABLE = List.of(
            "id",
            "email",
            "phone",
            "first_name",
            "last_name",
            "street",
            "city",
            "region",
            "postal_code",
            "country",
            "birth_date",
            "gender",
            "external_ids");

    private static final Set<String> KEYS;

    /** What Google calls the name beside a value. */
    private static final List<String> NAMES = List.of("variable", "propertyName", "property_name");

    private static final String WRONG = "it has not the form of one";
    private static final String BORN = "it must be a day, such as 1997-12-26, and not one that may be day or month";
    private static final String NOWHERE =
            "it must be an ISO 3166-1 code such as GB, or a country's name; no platform gets it";
    private static final String NEITHER = "most platforms know f and m only, and get none";

    /** A country nobody knows must not be taken for the operator's own; what is no gender of theirs is still the operator's. */
    private static final Set<String> KEPT = Set.of(NOWHERE, NEITHER);

    /** A slash within a number parts its first digits from the others: {@code 030/1234567}. */
    /** Behind a slash may also stand the rest of one number: {@code 0049 171/3920584}. */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("(?:[+(0](?:\\D*\\d){6,}|(?:\\D*\\d){10,})\\D*");

    private static final Pattern BETWEEN_NUMBERS = Pattern.compile("\\s*[/,;|]\\s*");

    private static final String CLEAR = "as a hash it goes only to platforms that take it hashed";

    /** Meta's, TikTok's and Google's names for ours. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            entry("uid", "id"),
            entry("user_id", "id"),
            entry("external_id", "id"),
            entry("em", "email"),
            entry("email_address", "email"),
            entry("sha256_email_address", "email"),
            entry("ph", "phone"),
            entry("phone_number", "phone"),
            entry("sha256_phone_number", "phone"),
            entry("fn", "first_name"),
            entry("given_name", "first_name"),
            entry("sha256_first_name", "first_name"),
            entry("ln", "last_name"),
            entry("family_name", "last_name"),
            entry("sha256_last_name", "last_name"),
            entry("street_address", "street"),
            entry("address_line", "street"),
            entry("sha256_street", "street"),
            entry("ct", "city"),
            entry("st", "region"),
            entry("state", "region"),
            entry("zp", "postal_code"),
            entry("zip", "postal_code"),
            entry("zip_code", "postal_code"),
            entry("country_code", "country"),
            entry("db", "birth_date"),
            entry("dob", "birth_date"),
            entry("date_of_birth", "birth_date"),
            entry("ge", "gender"),
            entry("user_properties", "properties"));

    /** Where a hash is of use to some platforms only; nobody can see what was hashed. */
    private static final Map<String, String> FITS = Map.ofEntries(
            entry(
                    "phone",
                    "a hash matches only where the number was hashed as the platform does it, with or without its plus"),
            entry("city", CLEAR),
            entry("region", CLEAR),
            entry("postal_code", CLEAR),
            entry("country", CLEAR));

    static {
        Set<String> keys = new TreeSet<>(HASHABLE);
        keys.addAll(List.of("emails", "phones", "external_id", "user_id", "hashed", "properties", "address"));
        KEYS = Set.copyOf(keys);
    }

    private PersonJson() {}

    static boolean isKey(String key) {
        return KEYS.contains(key) || ALIASES.containsKey(key) || VendorForms.isOfApp(key);
    }

    /** Reads a person; one whose fields are split into an {@code address} of Google's form as well. */
    static Person read(@Nullable JsonReader object, @Nullable Instant now) {
        if (object == null) {
            return Person.UNKNOWN;
        }
        JsonReader in = object.renamed(ALIASES);
        in.allow(KEYS, Set.of());
        Hashes hashes = new Hashes(in, now);
        List<String> ids = hashes.values(in, "id");
        List<String> external = new ArrayList<>(ids.subList(Math.min(1, ids.size()), ids.size()));
        // Left under their own names where there is an 'id' beside them.
        for (String key : List.of("external_id", "user_id", "external_ids")) {
            hashes.values(in, key).stream()
                    .filter(id -> !ids.contains(id) && !external.contains(id))
                    .forEach(external::add);
        }
        Person person = new Person(
                ids.isEmpty() ? null : ids.getFirst(),
                hashes.values(in, "email", "emails"),
                hashes.values(in, "phone", "phones"),
                hashes.value(in, "first_name"),
                hashes.value(in, "last_name"),
                hashes.value(in, "street"),
                hashes.value(in, "city"),
                hashes.value(in, "region"),
                hashes.value(in, "postal_code"),
                hashes.value(in, "country"),
                hashes.value(in, "birth_date"),
                hashes.value(in, "gender"),
                external,
                hashes.found,
                properties(in));
        JsonReader address = in.objects("address").stream().findFirst().orElse(null);
        return address == null ? person : person.or(address(address, hashes.all, now));
    }

    private static Map<String, Object> properties(JsonReader in) {
        Object said = in.plain("properties");
        Map<String, Object> properties = said == null ? Map.of() : named(said);
        if (properties == null) {
            in.leaveOut("properties", "it must be an object of names and values");
        }
        return properties == null ? Map.of() : properties;
    }

    /**
     * Values by their names, also where each stands in an object of its own as in GA4's {@code {"tier":{"value":"gold"}}} and
     * Google's {@code [{"variable":"tier","value":"gold"}]}; blank ones are absent. Null where it is neither.
     */
    static @Nullable Map<String, Object> named(Object said) {
        Map<String, Object> named = new TreeMap<>();
        if (said instanceof Map<?, ?> map && !(map.containsKey("value") && nameIn(map) != null)) {
            map.forEach((name, value) -> putNamed(named, name, value));
            return named;
        }
        for (Object element : said instanceof List<?> list ? list : List.of(said)) {
            Object name = element instanceof Map<?, ?> map ? nameIn(map) : null;
            if (name == null) {
                return null;
            }
            putNamed(named, name, element);
        }
        return named;
    }

    private static @Nullable Object nameIn(Map<?, ?> map) {
        return NAMES.stream().map(map::get).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static void putNamed(Map<String, Object> named, Object name, @Nullable Object value) {
        Object one = value instanceof Map<?, ?> map && (map.containsKey("value") || nameIn(map) != null)
                ? map.get("value")
                : value;
        if (one != null && !one.toString().isBlank()) {
            named.put(String.valueOf(name), one);
        }
    }

    private static Person address(JsonReader object, boolean hashed, @Nullable Instant now) {
        JsonReader in = object.renamed(ALIASES);
        in.allow(KEYS, Set.of());
        Hashes hashes = new Hashes(in, now);
        hashes.all |= hashed;
        return new Person(
                null,
                List.of(),
                List.of(),
                hashes.value(in, "first_name"),
                hashes.value(in, "last_name"),
                hashes.value(in, "street"),
                hashes.value(in, "city"),
                hashes.value(in, "region"),
                hashes.value(in, "postal_code"),
                hashes.value(in, "country"),
                null,
                null,
                List.of(),
                hashes.found,
                Map.of());
    }

    /**
     * Which values are hashes: the operator says so for the whole person ({@code "hashed": true}), for fields
     * ({@code ["email"]}), by the field's name ({@code sha256_email_address}) or in the value's place
     * ({@code {"value": "...", "hashed": true}}).
     */
    private static final class Hashes {
        private boolean all;
        private final Set<String> named = new TreeSet<>();
        private final Set<String> found = new TreeSet<>();

        private final @Nullable Instant now;

        Hashes(JsonReader in, @Nullable Instant now) {
            this.now = now;
            all = Boolean.TRUE.equals(in.flagIfAny("hashed"));
            for (String field : all ? List.<String>of() : in.words("hashed")) {
                named.add(ALIASES.getOrDefault(field.toLowerCase(Locale.ROOT), field.toLowerCase(Locale.ROOT)));
            }
        }

        @Nullable
        String value(JsonReader in, String field) {
            List<String> values = values(in, field);
            return values.isEmpty() ? null : values.getFirst();
        }

        List<String> values(JsonReader in, String one, String several) {
            if (in.absent(several)) {
                return values(in, one);
            }
            Set<String> values = new LinkedHashSet<>(values(in, one));
            values.addAll(values(in, several));
            if (found.remove(several)) {
                found.add(one);
            }
            return List.copyOf(values);
        }

        List<String> values(JsonReader in, String field) {
            if (in.absent(field)) {
                return List.of();
            }
            Set<String> values = new LinkedHashSet<>();
            for (JsonReader.Value value : in.values(field)) {
                boolean whole = in.isOwn() || Person.isSha256(value.text());
                for (String text : whole ? List.of(value.text()) : parts(field, value.text())) {
                    String read = value(in, field, text, value.hashed());
                    if (read != null) {
                        values.add(read);
                    }
                }
            }
            return List.copyOf(values);
        }

        private @Nullable String value(JsonReader in, String field, String text, boolean saidHere) {
            boolean sha = Person.isSha256(text);
            // An id may look like a hash and be none.
            boolean id = field.equals("id") || field.startsWith("external_id") || field.equals("user_id");
            boolean said = named.contains(field) || saidHere || in.given(field).startsWith("sha256_");
            if (sha && (all || said)) {
                String fits = FITS.get(field);
                if (fits != null && !in.isOwn()) {
                    in.leaveOut(field, fits);
                }
                found.add(field);
                return text.toLowerCase(Locale.ROOT);
            }
            String wrong = in.isOwn() ? null : wrong(field, text, sha, id, said);
            if (wrong != null) {
                in.leaveOut(field, wrong);
            }
            return wrong == null || KEPT.contains(wrong) ? text : null;
        }

        private @Nullable String wrong(String field, String text, boolean sha, boolean id, boolean said) {
            if ((said || (all && !id)) && otherDigest(text)) {
                return "it is said to be hashed and is no SHA-256 of 64 hexadecimal digits";
            }
            if (id && Nobody.is(text)) {
                return "it stands for nobody, and would make one person of many";
            }
            if (sha) {
                return id ? null : "it looks like a SHA-256; \"hashed\": true in 'user' says that it is one";
            }
            return switch (field) {
                case "email", "emails" -> text.indexOf('@') < 1 || text.endsWith("@") ? WRONG : null;
                case "phone", "phones" ->
                    text.chars().filter(Character::isDigit).count() < 6 ? WRONG : null;
                case "birth_date" -> {
                    LocalDate day = BirthDate.read(text);
                    boolean born = day != null
                            && (now == null
                                    || !day.isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC)
                                            .plusDays(1)));
                    yield born ? null : BORN;
                }
                case "country" -> Places.country(text) == null ? NOWHERE : null;
                case "gender" -> Gender.read(text) == null ? NEITHER : null;
                default -> null;
            };
        }
    }

    /** Alone what stands among others in one text, and without what nobody sees. */
    private static List<String> parts(String field, String text) {
        return switch (field) {
            case "email", "emails" -> Mailbox.addresses(text);
            case "phone", "phones" -> {
                String[] numbers = BETWEEN_NUMBERS.split(text);
                boolean several = numbers.length > 1
                        && Stream.of(numbers)
                                .allMatch(
                                        one -> WHOLE_NUMBER.matcher(one.strip()).matches());
                yield several ? Stream.of(numbers).map(String::strip).toList() : List.of(Mailbox.seen(text));
            }
            default -> List.of(Mailbox.seen(text));
        };
    }

    /** What is long and without a gap is some other digest: MD5, or SHA-256 in base64. Anything else is in clear after all. */
    private static boolean otherDigest(String value) {
        return value.length() >= 32 && value.chars().noneMatch(c -> c == '@' || c == ' ');
    }

    static void write(ObjectNode json, Person user) {
        put(json, "id", user.id());
        put(json, "email", user.emails());
        put(json, "phone", user.phones());
        put(json, "first_name", user.firstName());
        put(json, "last_name", user.lastName());
        put(json, "street", user.street());
        put(json, "city", user.city());
        put(json, "region", user.region());
        put(json, "postal_code", user.postalCode());
        put(json, "country", user.country());
        put(json, "birth_date", user.birthDate());
        put(json, "gender", user.gender());
        put(json, "external_ids", user.externalIds());
        if (!user.hashed().isEmpty()) {
            new TreeSet<>(user.hashed()).forEach(json.putArray("hashed")::add);
        }
        if (!user.properties().isEmpty()) {
            json.set("properties", EventJson.JSON.valueToTree(new TreeMap<>(user.properties())));
        }
    }

    private static void put(ObjectNode json, String key, @Nullable String value) {
        if (value != null) {
            json.put(key, value);
        }
    }

    /** One alone as it was always written, several as a list. */
    static void put(ObjectNode json, String key, Collection<String> values) {
        if (values.size() == 1) {
            json.put(key, values.iterator().next());
        } else if (!values.isEmpty()) {
            values.forEach(json.putArray(key)::add);
        }
    }
}
