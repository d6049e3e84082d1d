package io.taghub.postback;

import io.taghub.tag.Auth;
import io.taghub.tag.Secret;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** How a request proves who sends it: what is written under {@code auth}, and secrets that stand in it as a whole. */
final class WrittenAuth {
    /** Under this name a receiver of Standard Webhooks knows a repeat. */
    static final String WEBHOOK_ID = "webhook-id";

    private final Map<String, Secret> secrets;
    private final Scope scope;

    /** @param secrets by the path that reads them */
    WrittenAuth(Map<String, Secret> secrets, Scope scope) {
        this.secrets = secrets;
        this.scope = scope;
    }

    /**
     * What is written, none where the secret is left out that it is made of.
     *
     * @param template reads a text where it stands
     * @param problem told where and what is wrong
     */
    Auth written(
            Map<String, ? extends @Nullable Object> auth,
            BiFunction<String, @Nullable Object, @Nullable Template> template,
            BiConsumer<String, String> problem) {
        List<Auth> parts = new ArrayList<>();
        auth.forEach((kind, value) -> {
            if (value == null) {
                return;
            }
            String where = "auth." + kind;
            Map<?, ?> inside = value instanceof Map<?, ?> map ? map : Map.of();
            switch (kind) {
                case "basic" -> {
                    Template user = template.apply(where + ".user", inside.get("user"));
                    String name = user == null ? null : user.fixed(scope);
                    Secret password = secret(where + ".password", inside.get("password"), template, problem);
                    if (name == null || name.contains(":")) {
                        problem.accept(where + ".user", "'user' is text or a setting, without a colon");
                    } else if (password != null) {
                        parts.add(new Auth.Basic(name, password));
                    }
                }
                case "bearer" -> header("Authorization", "Bearer ", secret(where, value, template, problem), parts);
                case "header" -> {
                    Template prefixed = template.apply(where + ".value", inside.get("value"));
                    String name = String.valueOf(inside.get("name"));
                    if (!name.matches("[A-Za-z0-9-]+") || inside.get("name") == null) {
                        problem.accept(where + ".name", "'name' is the header's, such as X-Api-Key");
                    }
                    Secret secret = secret(where + ".value", prefixed == null ? null : behindPrefix(prefixed), problem);
                    header(name, prefixed == null ? "" : prefix(prefixed), secret, parts);
                }
                case "standard_webhooks" -> {
                    Secret secret = secret(where, value, template, problem);
                    if (secret != null) {
                        parts.add(new Auth.StandardWebhooks(secret));
                    }
                }
                default -> throw new IllegalStateException(kind);
            }
        });
        return of(parts);
    }

    private static void header(String name, String prefix, @Nullable Secret secret, List<Auth> parts) {
        if (secret != null) {
            parts.add(new Auth.Header(name, prefix, secret));
        }
    }

    /** As the specification has them; what is none is used as it is. */
    static boolean isWebhookSecret(Secret secret) {
        for (String one : secret.reveal().strip().split("\\s+")) {
            try {
                int octets = Base64.getDecoder().decode(one.replaceFirst("^whsec_", "")).length;
                if (octets < 24 || octets > 64) {
                    return false;
                }
            } catch (IllegalArgumentException noBase64) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Secret secret(
            String where,
            @Nullable Object value,
            BiFunction<String, @Nullable Object, @Nullable Template> template,
            BiConsumer<String, String> problem) {
        return secret(where, template.apply(where, value), problem);
    }

    /** Null without a problem where it is a secret that the operator may leave out. */
    private @Nullable Secret secret(String where, @Nullable Template template, BiConsumer<String, String> problem) {
        Macro macro = template == null ? null : template.only();
        if (macro == null || !macro.isSecret() || !macro.filters().isEmpty()) {
            problem.accept(
                    where, "a secret stands here and nothing else: {{ secret.NAME }} or a reference, ${env:NAME}");
            return null;
        }
        return secrets.get(macro.path());
    }

    /** Each secret that goes out as a whole query or header value: the hub adds it and no record shows it. */
    Auth taken(Map<String, Template> query, Map<String, Template> headers) {
        List<Auth> parts = new ArrayList<>();
        for (Map.Entry<String, Template> parameter : List.copyOf(query.entrySet())) {
            Secret secret = secretOf(parameter.getValue());
            if (secret != null) {
                query.remove(parameter.getKey());
                parts.add(new Auth.Query(parameter.getKey(), secret));
            }
        }
        for (Map.Entry<String, Template> header : List.copyOf(headers.entrySet())) {
            Secret secret = secretOf(behindPrefix(header.getValue()));
            if (secret != null) {
                headers.remove(header.getKey());
                parts.add(new Auth.Header(header.getKey(), prefix(header.getValue()), secret));
            }
        }
        return of(parts);
    }

    /** The text in front of the one macro of a header, {@code "Token "}. */
    private static String prefix(Template header) {
        return header.parts().size() == 2 && header.parts().getFirst() instanceof Template.Part.Text(String text)
                ? text
                : "";
    }

    private static Template behindPrefix(Template header) {
        return prefix(header).isEmpty() ? header : new Template(header.parts().subList(1, 2));
    }

    private @Nullable Secret secretOf(Template template) {
        Macro macro = template.only();
        return macro != null && macro.filters().isEmpty() ? secrets.get(macro.path()) : null;
    }

    /** Both, where there are both. */
    static Auth both(Auth one, Auth other) {
        return of(List.of(one, other));
    }

    private static Auth of(List<Auth> several) {
        List<Auth> parts = several.stream()
                .flatMap(part -> part instanceof Auth.All(var inside) ? inside.stream() : List.of(part).stream())
                .filter(part -> !(part instanceof Auth.None))
                .toList();
        return switch (parts.size()) {
            case 0 -> new Auth.None();
            case 1 -> parts.getFirst();
            default -> new Auth.All(parts);
        };
    }
}
