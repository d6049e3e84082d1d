package io.taghub.config;

import io.taghub.tag.Claim;
import io.taghub.tag.Form.Field;
import io.taghub.tag.Form.Kind;
import io.taghub.tag.Item;
import io.taghub.tag.Plan;
import io.taghub.tag.Request;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds tags that tell one receiver of the same events, so that one conversion is counted or paid twice. */
final class Doubles {
    private record Told(TagConfig tag, Set<String> hosts, List<Field> fields, Map<String, @Nullable Object> settings) {}

    private final List<Told> all = new ArrayList<>();

    /**
     * @param hosts where its type says that it is found
     * @param settings those of its type's form, with references followed
     */
    void add(TagConfig tag, Set<String> hosts, List<Field> fields, Map<String, @Nullable Object> settings) {
        all.add(new Told(tag, hosts, fields, new LinkedHashMap<>(settings)));
    }

    void report(Problems problems) {
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                compare(all.get(j), all.get(i), problems);
            }
        }
    }

    private static void compare(Told earlier, Told later, Problems problems) {
        TagConfig one = earlier.tag();
        TagConfig two = later.tag();
        Set<String> events = new TreeSet<>(one.when());
        events.retainAll(two.when());
        events.removeIf(event -> one.rule().excludes(two.rule(), event));
        if (one.mode() != two.mode() || events.isEmpty()) {
            return;
        }
        String path = ConfigKeys.TAGS.name() + "." + two.name();
        String both = "'" + two.name() + "' and '" + one.name() + "' ";
        String which = String.join(", ", events);
        if (!one.type().equals(two.type())) {
            if (isToldByBoth(earlier, later)) {
                problems.warning(
                        path,
                        both + "both tell " + receiver(two) + " of each " + which
                                + ", which it may count twice; one of the two is enough");
            }
        } else if (one.claim() == null || two.claim() == null) {
            if (sameAccount(earlier, later, events)) {
                problems.warning(
                        path,
                        both + "are one account at " + two.type() + " and both send " + which
                                + ", which it may count twice; leave them out of one 'when'");
            }
        } else if (one.claim().receiver().equals(two.claim().receiver())) {
            if (Fingerprint.of(earlier.settings()).equals(Fingerprint.of(later.settings()))) {
                problems.error(
                        path,
                        both + "tell " + two.claim().receiver() + " the same of each " + which
                                + ", which is paid twice; leave them out of one 'when', or remove one tag");
            } else if (sameReading(one.claim(), two.claim()) && sameCall(earlier, later, events)) {
                problems.warning(
                        path,
                        both + "make one and the same call to " + two.claim().receiver() + " of each " + which
                                + ", which is paid twice; leave them out of one 'when', or remove one tag");
            } else if (sameClicks(one.claim(), two.claim())) {
                problems.warning(
                        path,
                        both + "both tell " + two.claim().receiver() + " of each " + which
                                + ", which may be paid twice; leave them out of one 'when', say which clicks are whose with"
                                + " capture, or write shared: true if both shall be told");
            }
        }
    }

    /** A type of the hub's own and a postback to the same platform, by the same clicks. */
    private static boolean isToldByBoth(Told earlier, Told later) {
        TagConfig one = earlier.tag();
        TagConfig two = later.tag();
        boolean alike = receiver(one).equals(receiver(two));
        boolean elsewhere = !alike
                && (earlier.hosts().contains(receiver(two)) || later.hosts().contains(receiver(one)));
        boolean shared = Stream.of(one, two)
                .anyMatch(tag -> tag.claim() != null && tag.claim().shared());
        return !shared
                && !receiver(one).isEmpty()
                && (alike || (elsewhere && !areOthers(earlier, later)))
                && !Collections.disjoint(one.clickIds(), two.clickIds());
    }

    /** Whether what must be filled in says that they are two accounts: nothing is the same in both. */
    private static boolean areOthers(Told one, Told two) {
        Set<String> first = accounts(one);
        Set<String> second = accounts(two);
        return !first.isEmpty() && !second.isEmpty() && Collections.disjoint(first, second);
    }

    private static Set<String> accounts(Told told) {
        return told.fields().stream()
                .filter(field -> field.required() && field.kind() == Kind.TEXT)
                .map(field -> told.settings().get(field.name()))
                .filter(Objects::nonNull)
                .map(Doubles::account)
                .collect(Collectors.toSet());
    }

    /** The host that is told; empty where the tag does not say. */
    private static String receiver(TagConfig tag) {
        if (tag.claim() != null) {
            return tag.claim().receiver();
        }
        return tag.tag()
                .origin()
                .or(() -> tag.tag().probe().map(Request::url))
                .map(URI::getHost)
                .orElse("");
    }

    private static boolean sameReading(Claim one, Claim two) {
        return !one.excludes(two) && !Collections.disjoint(one.names(), two.names());
    }

    private static boolean sameClicks(Claim one, Claim two) {
        return !one.shared()
                && !two.shared()
                && !one.excludes(two)
                && (one.names().equals(two.names()) || !Collections.disjoint(one.names(), two.names()));
    }

    /** Whether what must be filled in, and is no secret, is the same in both. */
    private static boolean sameAccount(Told one, Told two, Set<String> events) {
        List<Field> needed = one.fields().stream()
                .filter(field -> field.required() && field.kind() != Kind.SECRET && field.kind() != Kind.OBJECT)
                .toList();
        return needed.isEmpty()
                ? sameOwner(one, two)
                : needed.stream().allMatch(field -> {
                    Object first = one.settings().get(field.name());
                    Object second = two.settings().get(field.name());
                    return first instanceof Map<?, ?> theirs && second instanceof Map<?, ?> others
                            ? events.stream()
                                    .anyMatch(event -> theirs.containsKey(event)
                                            && Objects.equals(theirs.get(event), others.get(event)))
                            : first != null && account(first).equals(account(second));
                });
    }

    /**
     * Where nothing alone says whose account it is, one of several settings does, of which one must be there; else the
     * secret, which is one account's.
     */
    private static boolean sameOwner(Told one, Told two) {
        if (one.fields().stream().noneMatch(field -> field.kind() == Kind.SECRET || field.kind() == Kind.OBJECT)) {
            return byClickAlone(one, two);
        }
        List<Field> named = one.fields().stream()
                .filter(field -> field.kind() == Kind.TEXT
                        && !field.required()
                        && field.byDefault().isEmpty()
                        && !field.pattern().isEmpty()
                        && field.choices().isEmpty())
                .toList();
        boolean any = named.stream().anyMatch(field -> isSaid(field, one, two));
        List<Field> owner = any
                ? named
                : one.fields().stream()
                        .filter(field -> field.required() && field.kind() == Kind.SECRET)
                        .toList();
        List<Field> said =
                owner.stream().filter(field -> isSaid(field, one, two)).toList();
        return !said.isEmpty()
                && said.stream()
                        .allMatch(field -> Objects.equals(
                                account(one.settings().get(field.name())),
                                account(two.settings().get(field.name()))));
    }

    /** Without what people write in several ways: the hyphens of a number, the case and the last point of a host. */
    private static String account(@Nullable Object value) {
        String text = String.valueOf(value).strip();
        return text.matches("\\d[\\d -]*\\d")
                ? text.replaceAll("[ -]", "")
                : text.replaceFirst("^https?://", "").matches("(?i)[a-z0-9-]+(\\.[a-z0-9-]+)+\\.?(:443)?/?")
                        ? text.toLowerCase(Locale.ROOT)
                                .replaceFirst("^https?://", "")
                                .replaceFirst("\\.?(:443)?/?$", "")
                        : text;
    }

    /** What one tag makes of an event that has everything, as a text to compare; null where it makes nothing of that one. */
    private static @Nullable String call(Told told, String event, Set<String> clickIds) {
        TagConfig tag = told.tag();
        try {
            if (tag.tag().plan(TagDoubts.sample(event, clickIds)) instanceof Plan.Send(Item item)) {
                Request request = tag.tag().request(List.of(item));
                String url = request.url().toString();
                List<String> query = new ArrayList<>(
                        List.of(url.replaceFirst("[^?]*\\??", "").split("&")));
                query.sort(null);
                String path = url.replaceFirst("^https?://[^/?]*", "").replaceFirst("\\?.*", "");
                return request.method() + " " + path + " " + query + " " + request.bodyText();
            }
        } catch (RuntimeException wantsMore) {
            return null; // of an event than a sample has
        }
        return null;
    }

    /** Whether both make one and the same call of an event, in whatever words the file says it. */
    private static boolean sameCall(Told earlier, Told later, Set<String> events) {
        Set<String> clickIds = new TreeSet<>(earlier.tag().clickIds());
        clickIds.addAll(later.tag().clickIds());
        return events.stream().anyMatch(event -> {
            String call = call(earlier, event, clickIds);
            return call != null && call.equals(call(later, event, clickIds));
        });
    }

    /** Where nobody proves who they are the click says whose conversion it is, unless both name an account. */
    private static boolean byClickAlone(Told one, Told two) {
        return one.fields().stream()
                .filter(field -> field.kind() == Kind.TEXT && !field.pattern().isEmpty())
                .allMatch(field -> {
                    Object first = one.settings().get(field.name());
                    Object second = two.settings().get(field.name());
                    return first == null || second == null || first.equals(second);
                });
    }

    private static boolean isSaid(Field field, Told one, Told two) {
        return one.settings().get(field.name()) != null || two.settings().get(field.name()) != null;
    }
}
