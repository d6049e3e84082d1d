package io.taghub.snippet.build;

import com.google.javascript.jscomp.CodePrinter;
import com.google.javascript.jscomp.CompilerOptions;
import com.google.javascript.jscomp.NodeTraversal;
import com.google.javascript.jscomp.Var;
import com.google.javascript.rhino.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
    /** {@code {c:c,} is {@code {c,}. */
    private static final Pattern REPEATED_KEY = Pattern.compile("([{,])([a-zA-Z_$]):\\2(?=[,}])");

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
            return scope == other.scope || (reach.contains(other.scope) && isWithin(other.scope, scope));
        }

        private static boolean isWithin(Node inner, Node outer) {
            Node node = inner;
            while (node != null && node != outer) {
                node = node.getParent();
            }
            return node != null;
        }
    }

    private final List<Variable> variables;
    /** The script in pieces: text, and variables between. */
    private final List<Object> pieces = new ArrayList<>();
    private final List<Variable> occurrences = new ArrayList<>();

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
        split(print(compilation.script()));
        for (Variable variable : variables) {
            variable.letter = firstFree(variable);
        }
    }

    /** The script with the best names found. */
    String best(int tries, int enough) {
        String best = text();
        for (int seed = 1; seed <= 5 && tries > 0 && (seed == 1 || Packed.gzip(best) > enough); seed++) {
            String found = search(new Random(seed), tries);
            best = Packed.gzip(found) < Packed.gzip(best) ? found : best;
        }
        return best;
    }

    private String search(Random random, int tries) {
        String best = text();
        int size = Packed.gzip(best);
        int smallest = size;
        for (int i = 0; i < tries; i++) {
            Variable variable = variables.get(random.nextInt(variables.size()));
            char old = variable.letter;
            char letter = random.nextInt(8) == 0
                    ? LETTERS.charAt(random.nextInt(LETTERS.length()))
                    : occurrences.get(random.nextInt(occurrences.size())).letter;
            if (letter == old || !swap(variable, letter)) {
                continue;
            }
            String text = text();
            int changed = Packed.gzip(text);
            double heat = FIRST_HEAT * (tries - i) / tries;
            if (changed > size && random.nextDouble() >= Math.exp((size - changed) / heat)) {
                swap(variable, old);
                continue;
            }
            size = changed;
            if (size < smallest) {
                smallest = size;
                best = text;
            }
        }
        return best;
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

    private String text() {
        StringBuilder text = new StringBuilder();
        for (Object piece : pieces) {
            if (piece instanceof Variable variable) {
                text.append(variable.letter);
            } else {
                text.append((String) piece);
            }
        }
        String once = REPEATED_KEY.matcher(text).replaceAll("$1$2");
        // Keys that are neighbours share the comma between them.
        return REPEATED_KEY.matcher(once).replaceAll("$1$2");
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

    private String print(Node script) {
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
        String text = ESCAPE.matcher(printed)
                .replaceAll(escape -> String.valueOf((char) Integer.parseInt(escape.group(1), 16)))
                .replaceAll(";?\\s*$", "");
        boolean declares = false;
        for (Node statement = script.getFirstChild(); statement != null; statement = statement.getNext()) {
            declares |= !statement.isExprResult();
        }
        // Its own scope, so that nothing but the wanted global is seen outside.
        return declares ? "(()=>{" + text + "})()" : text;
    }

    private void split(String printed) {
        int from = 0;
        for (int mark = printed.indexOf(MARK); mark >= 0; mark = printed.indexOf(MARK, from)) {
            pieces.add(printed.substring(from, mark));
            Variable variable = variables.get(printed.charAt(mark + 1) - FIRST_NUMBER);
            pieces.add(variable);
            occurrences.add(variable);
            from = mark + 2;
        }
        pieces.add(printed.substring(from));
    }
}
