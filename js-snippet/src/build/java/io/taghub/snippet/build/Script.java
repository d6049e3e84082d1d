package io.taghub.snippet.build;

import java.util.List;

/**
 * A file to build.
 *
 * @param name what it is called where it is served
 * @param entry its first module, relative to the sources
 * @param budget the most bytes it may have after {@code gzip -9}
 * @param tries how hard to look for names that compress well; 0 where the budget is no worry
 * @param before what the file begins with
 * @param after what it ends with
 */
record Script(String name, String entry, int budget, int tries, String before, String after) {
    static final List<Script> ALL = List.of(
            new Script("h.js", "core/h.js", 1_500, 400_000, "", ""),
            new Script("h.esm.js", "core/h.esm.js", 1_700, 0, "let start;", ";export{start,start as default}"),
            new Script("l.js", "addon/l.js", 1_600, 0, "", ""),
            new Script("m.js", "addon/m.js", 540, 50_000, "", ""),
            new Script("d.js", "addon/d.js", 3_000, 0, "", ""),
            new Script("stub.js", "stub.js", 170, 2_000, "", ""));
}
