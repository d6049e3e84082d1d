package io.taghub.intake;

import io.javalin.config.RoutesConfig;

/** Further routes of the public listener. */
@FunctionalInterface
public interface Routes {
    void add(RoutesConfig routes);
}
