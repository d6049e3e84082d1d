package io.taghub.console;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Fills the templates of one folder under {@code templates/} in the jar and serves its style sheet and script. */
public final class Pages {
    private static final Pattern ASSET = Pattern.compile("[a-z]{1,20}\\.(css|js|svg)");
    private static final Map<String, String> TYPES =
            Map.of("css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");

    private final String folder;
    private final TemplateEngine engine = new TemplateEngine();
    private final Show show = new Show();

    /** @param folder {@code console} or {@code demo} */
    public Pages(String folder) {
        this.folder = "templates/" + folder + "/";
        var templates = new ClassLoaderTemplateResolver(Pages.class.getClassLoader());
        templates.setPrefix(this.folder);
        templates.setSuffix(".html");
        templates.setTemplateMode(TemplateMode.HTML);
        templates.setCharacterEncoding("UTF-8");
        engine.setTemplateResolver(templates);
    }

    /** @param template a name of ours, never one that came from outside */
    public void render(Context context, String template, Map<String, ? extends @Nullable Object> model) {
        Map<String, Object> variables = new HashMap<>(model);
        variables.put("show", show);
        context.html(engine.process(template, new org.thymeleaf.context.Context(Locale.ROOT, variables)));
    }

    /** A file beside the templates. */
    public void asset(Context context, String name) {
        if (!ASSET.matcher(name).matches()) {
            throw new NotFoundResponse("There is no such file.");
        }
        try (InputStream file = Pages.class.getClassLoader().getResourceAsStream(folder + name)) {
            if (file == null) {
                throw new NotFoundResponse("There is no such file.");
            }
            String type = TYPES.getOrDefault(name.substring(name.indexOf('.') + 1), "application/octet-stream");
            context.contentType(type).header("Cache-Control", "max-age=300").result(file.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
