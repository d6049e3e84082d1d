package io.taghub.snippet.build;

import com.google.javascript.jscomp.AbstractCommandLineRunner;
import com.google.javascript.jscomp.CompilationLevel;
import com.google.javascript.jscomp.Compiler;
import com.google.javascript.jscomp.CompilerOptions;
import com.google.javascript.jscomp.CompilerOptions.LanguageMode;
import com.google.javascript.jscomp.DependencyOptions;
import com.google.javascript.jscomp.ModuleIdentifier;
import com.google.javascript.jscomp.SourceFile;
import com.google.javascript.jscomp.VariableRenamingPolicy;
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
import java.util.List;

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

    /** All modules' statements in one script, neighbouring declarations in one statement. */
    private static Node joined(Node scripts) {
        Node all = scripts.getFirstChild();
        while (all.getNext() != null) {
            moveChildren(all.getNext().detach(), all);
        }
        for (Node statement = all.getFirstChild(); statement != null; statement = statement.getNext()) {
            while (isDeclaration(statement) && isDeclaration(statement.getNext())) {
                moveChildren(statement.getNext().detach(), statement);
                statement.setToken(Token.LET);
            }
        }
        return all;
    }

    private static boolean isDeclaration(Node statement) {
        return statement != null && (statement.isConst() || statement.isLet());
    }

    private static void moveChildren(Node from, Node to) {
        while (from.getFirstChild() != null) {
            to.addChildToBack(from.getFirstChild().detach());
        }
    }
}
