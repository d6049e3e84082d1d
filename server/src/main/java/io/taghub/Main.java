package io.taghub;

import io.taghub.cli.TagHub;

/** Starts the command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Jetty would start all of the JVM's management beans to learn this number, a tenth of a hub's start.
        System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
        System.exit(TagHub.run(args));
    }
}
