package io.taghub.snippet.build;

import com.google.javascript.jscomp.CodePrinter;
import com.google.javascript.jscomp.CompilerOptions;
import com.google.javascript.jscomp.NodeTraversal;
import com.google.javascript.jscomp.Var;
import com.google.javascript.rhino.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives a script's variables one-letter names that compress well.
 *
 * <p>Closure Compiler's own choice makes scripts short, not small: functions that do alike things read alike to gzip only
 * where their variables have the same letters. So names are tried out, a letter at a time, and a change stays when the
 * compressed script is no larger; that is worth 4 % here. The same seed makes the same script.
 */
final class ShortNames {
    private static final String LETTERS = "etnosriacdluphfmgwybvjkxqzSTOEAIRNLCDPMUFHGBVWYKXJQZ_$";
    /** Where a worse script is still accepted on the way to a better one; in bytes. */
    private static final double FIRST_HEAT = 0.5;
    /** Marks a variable in the printed script; the character after it is its number. */
    private static final char MARK = '\u00a7';
    private static final char FIRST_NUMBER = '\u4e00';
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
    /** The end of a text before a variable that is all of a property's value: with the same letter the key need not be there. */
    private static final Pattern KEY = Pattern.compile("(?<=[{,])([a-zA-Z_$]):$");

    private static final class Variable {
        final Node scope;
        final List<Node> names = new ArrayList<>();
        final Set<Node> reach = new HashSet<>();
        final Set<Variable> others = new HashSet<>();
        char letter;

        Variable(Node scope) {
            this.scope = scope;
        }

        /** Whether the other one would hide this one where it is used. */
        boolean isHiddenBy(Variable other) {
            return scope == other.scope
                    || scope == other.scope.getParent() // a parameter, even an unused one, and its function's variables
                    || (reach.contains(other.scope) && isWithin(other.scope, scope));
        }

        private static boolean isWithin(Node inner, Node outer) {
            Node node = inner;
            while (node != null && node != outer) {
                node = node.getParent();
            }
            return node != null;
        }
    }

    /** A variable where it occurs, the text before it, and the one-letter key whose value it is, or 0. */
    private record Occurrence(byte[] before, char key, Variable variable) {}

    private final List<Variable> variables;
    private final List<Occurrence> occurrences = new ArrayList<>();
    private byte[] end = {};
    private byte[] text = {};
    private int length;

    ShortNames(Compilation compilation) {
        variables = variables(compilation);
        for (Variable one : variables) {
            for (Variable other : variables) {
                if (one != other && one.isHiddenBy(other)) {
                    one.others.add(other);
                    other.others.add(one);
                }
            }
        }
        split(print(compilation));
        for (Variable variable : variables) {
            variable.letter = firstFree(variable);
        }
    }

    /**
     * The script with the best names found.
     *
     * @param enough the size in bytes after gzip at which to stop looking
     */
    String best(int tries, int enough) {
        String best = text();
        int smallest = size();
        for (int seed = 1; seed <= 9 && tries > 0 && smallest > enough; seed++) {
            var random = new Random(seed);
            int size = size();
            for (int i = 0; i < tries && smallest > enough; i++) {
                size = step(random, size, FIRST_HEAT * (tries - i) / tries);
                if (size < smallest) {
                    smallest = size;
                    best = text();
                }
            }
        }
        return best;
    }

    /** Tries one other letter for one variable; returns the size with what it settles for. */
    private int step(Random random, int size, double heat) {
        Variable variable = variables.get(random.nextInt(variables.size()));
        char old = variable.letter;
        char letter = random.nextInt(8) == 0
                ? LETTERS.charAt(random.nextInt(LETTERS.length()))
                : occurrences.get(random.nextInt(occurrences.size())).variable.letter;
        if (letter == old || !swap(variable, letter)) {
            return size;
        }
        int changed = size();
        if (changed <= size || random.nextDouble() < Math.exp((size - changed) / heat)) {
            return changed;
        }
        swap(variable, old);
        return size;
    }

    /** Gives a variable a letter and those in its way its old one, if that brings no others in the way. */
    private static boolean swap(Variable variable, char letter) {
        char old = variable.letter;
        List<Variable> inTheWay =
                variable.others.stream().filter(other -> other.letter == letter).toList();
        for (Variable other : inTheWay) {
            if (other.others.stream().anyMatch(third -> third != variable && third.letter == old)) {
                return false;
            }
        }
        variable.letter = letter;
        inTheWay.forEach(other -> other.letter = old);
        return true;
    }

    private static char firstFree(Variable variable) {
        return (char) LETTERS.chars()
                .filter(letter -> variable.others.stream().noneMatch(other -> other.letter == letter))
                .findFirst()
                .orElseThrow();
    }

    private int size() {
        render();
        return Packed.gzip(text, length);
    }

    private String text() {
        render();
        return new String(text, 0, length, StandardCharsets.US_ASCII);
    }

    private void render() {
        length = 0;
        for (Occurrence occurrence : occurrences) {
            append(occurrence.before);
            char letter = occurrence.variable.letter;
            if (occurrence.key != 0 && occurrence.key != letter) {
                text[length++] = (byte) occurrence.key;
                text[length++] = ':';
            }
            text[length++] = (byte) letter;
        }
        append(end);
    }

    private void append(byte[] bytes) {
        System.arraycopy(bytes, 0, text, length, bytes.length);
        length += bytes.length;
    }

    private static List<Variable> variables(Compilation compilation) {
        Map<Var, Variable> found = new LinkedHashMap<>();
        NodeTraversal.traverse(
                compilation.compiler(), compilation.script(), new NodeTraversal.AbstractPostOrderCallback() {
                    @Override
                    public void visit(NodeTraversal traversal, Node node, Node parent) {
                        Var var = node.isName() && !node.getString().isEmpty()
                                ? traversal.getScope().getVar(node.getString())
                                : null;
                        if (var != null && var.getNameNode() != null && isOurs(var.getNameNode())) {
                            Variable variable = found.computeIfAbsent(var, v -> new Variable(v.getScopeRoot()));
                            variable.names.add(node);
                            for (Node around = node; around != null; around = around.getParent()) {
                                variable.reach.add(around);
                            }
                        }
                    }

                    private boolean isOurs(Node name) {
                        return Variable.isWithin(name, compilation.script());
                    }
                });
        return List.copyOf(found.values());
    }

    private String print(Compilation compilation) {
        Node script = compilation.script();
        char number = FIRST_NUMBER;
        for (Variable variable : variables) {
            for (Node name : variable.names) {
                name.setString("" + MARK + number);
            }
            number++;
        }
        var options = new CompilerOptions();
        options.setTrustedStrings(true);
        options.setLineLengthThreshold(Integer.MAX_VALUE);
        options.setLanguageOut(CompilerOptions.LanguageMode.ECMASCRIPT_2018);
        String printed = new CodePrinter.Builder(script).setCompilerOptions(options).build();
        // The printer escapes what is no ASCII: our own signs must come back, a page's texts must stay as they are.
        char end = number;
        String text = ESCAPE.matcher(printed)
                .replaceAll(escape -> {
                    char sign = (char) Integer.parseInt(escape.group(1), 16);
                    boolean ours = sign == MARK || sign >= FIRST_NUMBER && sign < end;
                    return Matcher.quoteReplacement(ours ? String.valueOf(sign) : escape.group());
                })
                .replaceAll(";?\\s*$", "");
        boolean declares = false;
        for (Node statement = script.getFirstChild(); statement != null; statement = statement.getNext()) {
            declares |= !statement.isExprResult();
        }
        // Its own scope, so that nothing but the wanted global is seen outside.
        return !declares ? text : compilation.fitsInBlock() ? "{" + text + "}" : "(()=>{" + text + "})()";
    }

    private void split(String printed) {
        int from = 0;
        for (int mark = printed.indexOf(MARK); mark >= 0; mark = printed.indexOf(MARK, from)) {
            Variable variable = variables.get(printed.charAt(mark + 1) - FIRST_NUMBER);
            String before = printed.substring(from, mark);
            from = mark + 2;
            Matcher key = KEY.matcher(before);
            boolean isValue = key.find() && from < printed.length() && ",}".indexOf(printed.charAt(from)) >= 0;
            occurrences.add(new Occurrence(
                    ascii(isValue ? before.substring(0, key.start()) : before),
                    isValue ? key.group(1).charAt(0) : 0,
                    variable));
        }
        end = ascii(printed.substring(from));
        text = new byte[printed.length()];
    }

    /** Files of plain ASCII read the same in every encoding a page or a proxy may claim. */
    private static byte[] ascii(String text) {
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            throw new IllegalStateException("a character would be lost in: " + text);
        }
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
