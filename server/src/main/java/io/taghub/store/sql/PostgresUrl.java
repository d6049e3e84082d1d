package io.taghub.store.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a PostgreSQL database, on one server or on several of which one is the primary:
 * {@code postgresql://user@host:port,host:port/database?parameter=value}.
 *
 * @param user null where none is named
 * @param servers one JDBC url each, in the order they are written
 */
record PostgresUrl(@Nullable String user, List<String> servers) {
    private static final Pattern URL =
            Pattern.compile("postgres(?:ql)?://(?:([^@/?]*)@)?([^@/?]+)/([^/?]+)(?:\\?(.*))?");
    private static final Pattern SERVER = Pattern.compile("([^:\\[\\]\\s]+|\\[[0-9a-fA-F:.]+])(?::(\\d{1,5}))?");
    private static final String HOW =
            "a PostgreSQL store is written postgresql://user@host:port/database, several servers host1:port,host2:port";

    static PostgresUrl of(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException(HOW);
        }
        String user = parts.group(1);
        if (user != null && user.contains(":")) {
            throw new IllegalArgumentException("a password does not belong into the store's url; set 'password'");
        }
        List<String> servers = new ArrayList<>();
        for (String one : parts.group(2).split(",", -1)) {
            Matcher server = SERVER.matcher(one);
            if (!server.matches()) {
                throw new IllegalArgumentException(HOW);
            }
            servers.add("jdbc:postgresql://" + server.group(1) + ":"
                    + (server.group(2) == null ? "5432" : server.group(2)) + "/" + parts.group(3)
                    + (parts.group(4) == null ? "" : "?" + parts.group(4)));
        }
        return new PostgresUrl(user, List.copyOf(servers));
    }
}
