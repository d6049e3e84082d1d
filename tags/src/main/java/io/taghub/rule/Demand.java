package io.taghub.rule;

import com.google.re2j.Pattern;
import io.taghub.rule.EventField.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a field's value. Where a field has several, as the ids of a basket's items, one of them is enough, but for
 * {@code not}, which none may be.
 */
sealed interface Demand {

    /** @param value null where the event has none */
    boolean met(@Nullable Object value);

    /** As it stands in the config: {@code at_least 100}. */
    String words();

    /** What follows the word "must": {@code be at least 100}. */
    String must();

    /** {@code is} and {@code in}. */
    record Is(String operator, List<Operand> operands) implements Demand {
        @Override
        public boolean met(@Nullable Object value) {
            return any(value, one -> operands.stream().anyMatch(operand -> operand.equal(one)));
        }

        @Override
        public String words() {
            return operator + " " + written(operands);
        }

        @Override
        public String must() {
            return (operands.size() == 1 ? "be " : "be one of ") + written(operands);
        }
    }

    /** {@code not}; what is not there is not that. */
    record Not(List<Operand> operands) implements Demand {
        @Override
        public boolean met(@Nullable Object value) {
            return !any(value, one -> operands.stream().anyMatch(operand -> operand.equal(one)));
        }

        @Override
        public String words() {
            return "not " + written(operands);
        }

        @Override
        public String must() {
            return "not be " + written(operands);
        }
    }

    record AtLeast(BigDecimal least, String written) implements Demand {
        @Override
        public boolean met(@Nullable Object value) {
            return any(value, one -> compare(one, least) >= 0);
        }

        @Override
        public String words() {
            return "at_least " + written;
        }

        @Override
        public String must() {
            return "be at least " + written;
        }
    }

    record Below(BigDecimal limit, String written) implements Demand {
        @Override
        public boolean met(@Nullable Object value) {
            return any(value, one -> EventField.number(one) != null && compare(one, limit) < 0);
        }

        @Override
        public String words() {
            return "below " + written;
        }

        @Override
        public String must() {
            return "be below " + written;
        }
    }

    record Exists(boolean wanted) implements Demand {
        @Override
        public boolean met(@Nullable Object value) {
            return (value != null) == wanted;
        }

        @Override
        public String words() {
            return "exists " + wanted;
        }

        @Override
        public String must() {
            return wanted ? "be there" : "not be there";
        }
    }

    /** The whole value. */
    record Matches(Pattern pattern) implements Demand {
        @Override
        public boolean met(@Nullable Object value) {
            return any(value, one -> pattern.matches(EventField.text(one)));
        }

        @Override
        public String words() {
            return "matches " + pattern.pattern();
        }

        @Override
        public String must() {
            return "match " + pattern.pattern();
        }
    }

    /** @param each whether a list is that of several values, and not a value that is one */
    record OfType(Type type, boolean each) implements Demand {
        @Override
        public boolean met(@Nullable Object value) {
            return each && type != Type.LIST ? any(value, this::is) : value != null && is(value);
        }

        private boolean is(Object value) {
            return switch (type) {
                case NUMBER -> value instanceof Number;
                case TEXT -> value instanceof String;
                case BOOLEAN -> value instanceof Boolean;
                case LIST -> value instanceof List;
            };
        }

        @Override
        public String words() {
            return "type " + type.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String must() {
            return switch (type) {
                case NUMBER -> "be a number";
                case TEXT -> "be a text";
                case BOOLEAN -> "be true or false";
                case LIST -> "be a list";
            };
        }
    }

    enum Type {
        NUMBER,
        TEXT,
        BOOLEAN,
        LIST
    }

    /**
     * What a value is compared with.
     *
     * @param number the number it is as well, null where it is none: 49.9 is 49.90
     * @param flag what it says where it says yes or no, else null
     */
    record Operand(
            String written,
            @Nullable BigDecimal number,
            @Nullable Boolean flag,
            boolean anyCase) {
        static Operand of(Object written, Kind kind) {
            String text = written.toString();
            boolean plain = text.matches("-?(0|[1-9]\\d{0,17})(\\.\\d{1,18})?");
            return new Operand(
                    text,
                    kind == Kind.NUMBER
                            ? EventField.number(text)
                            : plain && kind == Kind.ANY ? new BigDecimal(text) : null,
                    written instanceof Boolean flag ? flag : null,
                    kind == Kind.CODE);
        }

        boolean equal(Object value) {
            if (value instanceof Boolean said) {
                return said.equals(flag) || said.toString().equals(written);
            }
            if (value instanceof Number) {
                return number != null && compare(value, number) == 0;
            }
            String text = EventField.text(value);
            return anyCase
                    ? text.equalsIgnoreCase(written)
                    : text.equals(written)
                            // A property that is a number in a text, but not 0049 for 49.
                            || (number != null && !text.matches("-?0\\d.*") && compare(text, number) == 0)
                            || (flag != null && text.equalsIgnoreCase(written));
        }
    }

    private static boolean any(@Nullable Object value, java.util.function.Predicate<Object> test) {
        return value instanceof List<?> list
                ? list.stream().anyMatch(one -> one != null && test.test(one))
                : value != null && test.test(value);
    }

    private static int compare(Object value, BigDecimal with) {
        BigDecimal number = EventField.number(value);
        return number == null ? -1 : number.compareTo(with);
    }

    private static String written(List<Operand> operands) {
        return operands.stream().map(Operand::written).collect(Collectors.joining(", "));
    }
}
