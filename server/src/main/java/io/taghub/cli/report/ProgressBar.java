package io.taghub.cli.report;

import java.io.PrintStream;
import java.util.Locale;

/** Shows how far something is: on a terminal a bar that redraws itself, elsewhere a plain line at every tenth. */
public final class ProgressBar {
    private static final int WIDTH = 30;

    private final String what;
    private final PrintStream out;
    private final boolean terminal;
    private long shown = -1;
    private int drawn;

    /** @param what is counted, in the plural */
    public ProgressBar(String what, PrintStream out, boolean terminal) {
        this.what = what;
        this.out = out;
        this.terminal = terminal;
    }

    public static boolean onTerminal() {
        java.io.Console console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    public void show(long done, long of) {
        long percent = of == 0 ? 100 : 100 * done / of;
        String text = String.format(Locale.ENGLISH, "%,d of %,d %s", done, of, what);
        if (terminal) {
            int full = (int) (WIDTH * percent / 100);
            redraw("[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] %3d %%  ".formatted(percent) + text);
        } else if (percent / 10 > shown / 10 || shown < 0) {
            out.println("%3d %%  ".formatted(percent) + text);
            shown = percent;
        }
    }

    private void redraw(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
        out.flush();
        drawn = line.length();
    }

    /** What is printed next begins on a line of its own. */
    public void done() {
        if (drawn > 0) {
            out.println();
            drawn = 0;
        }
    }
}
