package io.taghub.snippet.build;

import com.google.javascript.jscomp.AbstractCommandLineRunner;
import com.google.javascript.jscomp.CompilationLevel;
import com.google.javascript.jscomp.Compiler;
import com.google.javascript.jscomp.CompilerOptions;
import com.google.javascript.jscomp.CompilerOptions.LanguageMode;
import com.google.javascript.jscomp.DependencyOptions;
import com.google.javascript.jscomp.ModuleIdentifier;
import com.google.javascript.jscomp.NodeTraversal;
import com.google.javascript.jscomp.NodeUtil;
import com.google.javascript.jscomp.SourceFile;
import com.google.javascript.jscomp.VariableRenamingPolicy;
import com.google.javascript.jscomp.Var;
import com.google.javascript.jscomp.WarningLevel;
import com.google.javascript.jscomp.deps.ModuleLoader;
import com.google.javascript.rhino.Node;
import com.google.javascript.rhino.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One script's modules, joined and optimised by Closure Compiler; names are still long and {@link ShortNames} gives new ones. */
final class Compilation {
    private final Compiler compiler = new Compiler(System.err);
    private final Node script;

    Compilation(Path sources, String entry) {
        var options = options(sources.resolve(entry));
        var result = compiler.compile(externs(sources), modules(sources), options);
        if (!result.success) {
            throw new IllegalStateException(entry + " does not compile");
        }
        script = joined(compiler.getRoot().getLastChild());
        declareAlike(script, uses());
    }

    Compiler compiler() {
        return compiler;
    }

    /** The one script node that holds everything. */
    Node script() {
        return script;
    }

    private static CompilerOptions options(Path entry) {
        var options = new CompilerOptions();
        CompilationLevel.ADVANCED_OPTIMIZATIONS.setOptionsForCompilationLevel(options);
        WarningLevel.QUIET.setOptionsForWarningLevel(options);
        options.setLanguageOut(LanguageMode.ECMASCRIPT_2018);
        options.setRewritePolyfills(false);
        options.setEmitUseStrict(false);
        options.setDependencyOptions(
                DependencyOptions.pruneForEntryPoints(List.of(ModuleIdentifier.forFile(entry.toString()))));
        options.setModuleResolutionMode(ModuleLoader.ResolutionMode.BROWSER);
        options.setAssumeClosuresOnlyCaptureReferences(true);
        options.setVariableRenaming(VariableRenamingPolicy.OFF);
        // Fewer names to keep apart is worth less, compressed, than names that are free to be alike.
        options.setCoalesceVariableNames(false);
        return options;
    }

    private static List<SourceFile> externs(Path sources) {
        try {
            var externs = new ArrayList<>(
                    AbstractCommandLineRunner.getBuiltinExterns(CompilerOptions.Environment.BROWSER));
            externs.add(source(sources.resolve("externs.js")));
            return externs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<SourceFile> modules(Path sources) {
        try (var files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".js") && !file.endsWith("externs.js"))
                    .sorted()
                    .map(Compilation::source)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SourceFile source(Path file) {
        return SourceFile.fromPath(file, StandardCharsets.UTF_8);
    }

    /** All modules' statements in one script. */
    private static Node joined(Node scripts) {
        Node all = scripts.getFirstChild();
        while (all.getNext() != null) {
            moveChildren(all.getNext().detach(), all);
        }
        return all;
    }

    /**
     * Every declaration with {@code let}, which compresses better than three words and stays within its block; neighbouring
     * ones in one statement. A {@code var} that is used outside its block stays what it is.
     */
    private void declareAlike(Node node, Map<Var, List<Node>> uses) {
        if (node.isConst() || node.isVar() && staysInBlock(node, uses)) {
            node.setToken(Token.LET);
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            declareAlike(child, uses);
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            while (child.isLet() && child.getNext() != null && child.getNext().isLet()) {
                moveChildren(child.getNext().detach(), child);
            }
        }
    }

    private boolean staysInBlock(Node declaration, Map<Var, List<Node>> uses) {
        var inside = new HashSet<Node>();
        NodeUtil.visitPreOrder(declaration.getParent(), inside::add);
        return uses.entrySet().stream()
                .filter(use -> isDeclaredBy(use.getKey().getNameNode(), declaration))
                .allMatch(use -> inside.containsAll(use.getValue()));
    }

    private static boolean isDeclaredBy(Node name, Node declaration) {
        Node node = name;
        while (node != null && node != declaration && !node.isFunction()) {
            node = node.getParent();
        }
        return node == declaration;
    }

    private Map<Var, List<Node>> uses() {
        var uses = new LinkedHashMap<Var, List<Node>>();
        NodeTraversal.traverse(compiler, script, new NodeTraversal.AbstractPostOrderCallback() {
            @Override
            public void visit(NodeTraversal traversal, Node node, Node parent) {
                Var var = node.isName() && !node.getString().isEmpty()
                        ? traversal.getScope().getVar(node.getString())
                        : null;
                if (var != null) {
                    uses.computeIfAbsent(var, first -> new ArrayList<>()).add(node);
                }
            }
        });
        return uses;
    }

    /** Whether nothing but {@code let} is declared outside functions, so that a block keeps it all to itself. */
    boolean fitsInBlock() {
        var loose = new ArrayList<Node>();
        NodeUtil.visitPreOrder(
                script,
                node -> {
                    if (node.isVar() || node.isFunction() && !node.isArrowFunction() && node.getParent().isScript()) {
                        loose.add(node);
                    }
                },
                node -> !node.isFunction() || node.getParent().isScript());
        return loose.isEmpty();
    }

    private static void moveChildren(Node from, Node to) {
        while (from.getFirstChild() != null) {
            to.addChildToBack(from.getFirstChild().detach());
        }
    }
}
