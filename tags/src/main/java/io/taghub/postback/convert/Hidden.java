package io.taghub.postback.convert;

import io.taghub.postback.convert.PastedUrl.Part;
import java.util.ArrayList;
import java.util.List;

/** The secrets in a pasted line, each at its place, which are shown as stars. */
final class Hidden {
    /** Of a shorter one another place of the same text says nothing. */
    private static final int TELLING = 6;

    private final List<Part> secrets = new ArrayList<>();

    void add(Part secret) {
        if (!secret.text().isEmpty()) {
            secrets.add(secret);
        }
    }

    /** The line with stars, each secret as long as it is. */
    String in(String line) {
        StringBuilder shown = new StringBuilder(line);
        for (Part secret : secrets) {
            if (!line.startsWith(secret.text(), secret.at())) {
                // Written in another way than it is, as a shell's quoting does.
                return "*".repeat(line.length());
            }
            stars(shown, secret.at(), secret.text().length());
            for (int at = line.indexOf(secret.text());
                    at >= 0 && secret.text().length() >= TELLING;
                    at = line.indexOf(secret.text(), at + 1)) {
                stars(shown, at, secret.text().length());
            }
        }
        return shown.toString();
    }

    private static void stars(StringBuilder shown, int at, int length) {
        for (int i = at; i < at + length; i++) {
            shown.setCharAt(i, '*');
        }
    }
}
