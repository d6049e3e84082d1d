package io.taghub.postback.preset;

import io.taghub.postback.answer.Answers;
import io.taghub.tag.Form.Field;
import io.taghub.tag.Form.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call as a preset, a tag or a block of either writes it down, macros and all.
 *
 * @param url null where it says none
 * @param query by parameter; null takes one of the call below away
 * @param auth how it proves the sender, by kind ({@code bearer}); empty where it does not say, nulls alone for not at all
 * @param repeatable whether it may be sent again when no answer came
 */
public record WrittenCall(
        @Nullable String method,
        @Nullable String url,
        Map<String, @Nullable Object> query,
        Map<String, @Nullable Object> headers,
        Map<String, @Nullable Object> body,
        Map<String, @Nullable Object> auth,
        Map<String, String> answers,
        boolean repeatable) {

    /** What a form with these {@link #fields} was filled with. */
    public static WrittenCall of(Map<String, ? extends @Nullable Object> values) {
        return new WrittenCall(
                Values.text(values, "method"),
                Values.text(values, "url"),
                Values.map(values, "query"),
                Values.map(values, "headers"),
                Values.map(values, "body"),
                Values.map(values, "auth"),
                Values.textMap(values, "answers"),
                Boolean.TRUE.equals(values.get("repeatable")));
    }

    /** The fields of what may be written of a call, in the shape of what was. */
    public static List<Field> fields(Map<?, ?> written) {
        return List.of(
                new Field("method", Kind.TEXT, false, "GET or POST", "GET", "GET|POST", "", List.of()),
                OpenFields.parameters("query", "parameters, over the preset's; null takes one away", written),
                OpenFields.texts("headers", "headers, over the preset's", written.get("headers")),
                OpenFields.tree("body", "a JSON body or form, over the preset's", written.get("body")),
                auth(written.get("auth")),
                OpenFields.field(
                        "answers",
                        Kind.TEXT_MAP,
                        "what answers mean: delivered, duplicate, rejected, retry, unknown, misconfigured, bad_credentials or "
                                + "no_permission to a regular expression searched in 'STATUS BODY', or to a JSON field, "
                                + "$.status = 1",
                        List.of()));
    }

    private static Field auth(@Nullable Object written) {
        Map<?, ?> kinds = written instanceof Map<?, ?> map ? map : Map.of();
        Map<?, ?> basic = kinds.get("basic") instanceof Map<?, ?> map ? map : Map.of();
        Map<?, ?> header = kinds.get("header") instanceof Map<?, ?> map ? map : Map.of();
        return OpenFields.field(
                "auth",
                Kind.OBJECT,
                "how the hub proves who sends: basic, bearer, header or standard_webhooks; the request itself never shows it",
                List.of(
                        OpenFields.field(
                                "basic",
                                Kind.OBJECT,
                                "user and password",
                                List.of(
                                        OpenFields.field("user", Kind.TEXT, "text or a setting's macro", List.of()),
                                        proof("password", basic))),
                        proof("bearer", kinds),
                        OpenFields.field(
                                "header",
                                Kind.OBJECT,
                                "a header of the network's own",
                                List.of(
                                        OpenFields.field("name", Kind.TEXT, "X-Api-Key for instance", List.of()),
                                        proof("value", header))),
                        proof("standard_webhooks", kinds)));
    }

    /** A secret's macro in a preset, a reference in a config. */
    private static Field proof(String name, Map<?, ?> written) {
        return OpenFields.element(name, written.get(name), false);
    }

    /** The fields of a block for certain events, by what they are called. */
    static Field blocks(String name, String description, @Nullable Object written) {
        List<Field> blocks = new ArrayList<>();
        if (written instanceof Map<?, ?> map) {
            map.forEach((key, block) -> blocks.add(OpenFields.field(
                    String.valueOf(key),
                    Kind.OBJECT,
                    "a call",
                    block(block instanceof Map<?, ?> keys ? keys : Map.of()))));
        }
        return OpenFields.field(name, Kind.OBJECT, description, blocks);
    }

    private static List<Field> block(Map<?, ?> written) {
        List<Field> fields = new ArrayList<>(fields(written));
        fields.add(OpenFields.field("url", Kind.TEXT, "an address of its own; then query and body are too", List.of()));
        fields.add(OpenFields.field(
                "repeatable", Kind.FLAG, "whether it may be sent again when no answer came", List.of()));
        return fields;
    }

    /** What goes out in it beside the address, by the key it stands under. */
    public Map<String, Map<String, @Nullable Object>> parts() {
        Map<String, Map<String, @Nullable Object>> parts = new LinkedHashMap<>();
        parts.put("query", query);
        parts.put("headers", headers);
        parts.put("body", body);
        return parts;
    }

    /** This call, with what the other says over it. */
    public WrittenCall with(WrittenCall above) {
        return new WrittenCall(
                above.method == null ? method : above.method,
                above.url == null ? url : above.url,
                Values.merged(query, above.query),
                Values.merged(headers, above.headers),
                Values.merged(body, above.body),
                above.auth.isEmpty() ? auth : above.auth,
                Answers.merged(answers, above.answers),
                above.repeatable || repeatable);
    }

    /** The same, where another address begins anew: only headers, proof and answers stay what they are. */
    public WrittenCall branched(WrittenCall block) {
        WrittenCall root = block.url == null
                ? this
                : new WrittenCall(null, null, Map.of(), headers, Map.of(), auth, answers, false);
        return root.with(block);
    }

    /** Whether the network documents no encrypted address for it. */
    public boolean isHttp() {
        return url != null && url.startsWith("http://");
    }

    /** The method it says, or the one that what it sends needs. */
    public String methodOrUsual() {
        return method == null ? body.isEmpty() ? "GET" : "POST" : method;
    }
}
