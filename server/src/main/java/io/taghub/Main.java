package io.taghub;

import io.taghub.cli.TagHub;

/** Starts the command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(TagHub.run(args));
    }
}
