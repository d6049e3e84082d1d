package io.taghub.console;

import io.javalin.config.RoutesConfig;

/** One subject of the console: its pages and its part of the API. */
@FunctionalInterface
public interface Section {
    void add(RoutesConfig routes);
}
