package io.taghub.platform.yandex;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Metrica's offline conversions: a file is taken at once or refused whole, and hours later the upload says how many of its rows
 * were joined to visits. It knows no repeat: what is uploaded again counts again. A goal that begins with {@code unknown_} is not
 * in the counter, and neither is a visit of an identifier that does. Safe for many threads: uploads are behind its lock.
 *
 * @see <a href="https://yandex.com/dev/metrika/en/management/offline-conv">Passing offline conversions</a>
 */
final class YandexTwin implements Twin {
    private static final Pattern PATH =
            Pattern.compile("/management/v1/counter/(\\d+)/offline_conversions/(upload|uploadings|uploading/(\\d+))");
    private static final Pattern COMMENT = Pattern.compile("[0-9A-Za-zА-Яа-яЁё ]*");
    private static final int LONGEST_COMMENT = 255;
    private static final Duration VISITS = Duration.ofDays(21);
    private static final int MAX_UPLOADS = 20_000;

    /** A file that was taken, and what becomes of it. */
    private record Upload(
            long id, String counter, Instant at, Instant ready, String comment, int rows, int lines, int[] counts) {
        private static final int GOALLESS = 0;
        private static final int UNSEEN = 1;
        private static final int LINKED = 2;

        ObjectNode json(Instant now) {
            ObjectNode json = StrictJson.object();
            json.put("id", id)
                    .put("create_time", at.truncatedTo(ChronoUnit.SECONDS).toString())
                    .put("source_quantity", rows)
                    .put("line_quantity", lines)
                    .put("comment", comment)
                    .put("type", "BASIC");
            if (now.isBefore(ready)) {
                return json.put("status", "UPLOADED");
            }
            return json.put("status", counts[LINKED] == 0 ? "LINKAGE_FAILURE" : "PROCESSED")
                    .put("goal_not_found_quantity", counts[GOALLESS])
                    .put("user_not_found_quantity", counts[UNSEEN])
                    .put("linked_quantity", counts[LINKED]);
        }
    }

    private final Ledger ledger;
    private final String badWord;
    private final Duration processingTime;
    private final Map<Long, Upload> uploads = new LinkedHashMap<>();

    YandexTwin(TwinSetup setup) {
        ledger = setup.ledger();
        badWord = setup.badWord();
        processingTime = setup.processingTime();
    }

    @Override
    public Answer answer(Call call) {
        Matcher path = PATH.matcher(call.path());
        if (!path.matches()) {
            return failed(
                    404,
                    "not_found",
                    "Object not found",
                    "offline conversions go to" + " /management/v1/counter/{id}/offline_conversions/upload");
        }
        String authorization = call.header("authorization");
        if (authorization == null || !authorization.startsWith("OAuth ")) {
            return failed(401, "unauthorized", "Unauthorized", "the Authorization header is not OAuth and the token");
        }
        if (authorization.contains(badWord) || authorization.contains("expired")) {
            return badToken(call);
        }
        boolean upload = path.group(2).equals("upload");
        if (!call.method().equals(upload ? "POST" : "GET")) {
            return failed(404, "not_found", "Object not found", "files are sent by POST, questions by GET");
        }
        return upload
                ? upload(call, path.group(1))
                : path.group(3) == null ? list(call, path.group(1)) : one(call, path.group(1), path.group(3));
    }

    @Override
    public Answer badToken(Call call) {
        return failed(403, "invalid_token", "Invalid OAuth token", "the token is not taken");
    }

    @Override
    public Answer refusal(Call call) {
        return failed(400, "invalid_parameter", "Wrong parameter", "rehearsed: the file is not taken");
    }

    private Answer upload(Call call, String counter) {
        YandexTwinFile file = new YandexTwinFile(call);
        List<String> problems = new ArrayList<>(file.problems());
        if (file.refusal() != null) {
            problems.add(file.refusal());
            return failed(400, "invalid_parameter", "Wrong parameter", problems.toArray(String[]::new));
        }
        String comment = call.query("comment");
        if (comment != null && comment.length() > LONGEST_COMMENT) {
            problems.add("comment has more than 255 characters");
            return failed(400, "invalid_parameter", "Wrong parameter", problems.toArray(String[]::new));
        }
        if (comment != null && !COMMENT.matcher(comment).matches()) {
            problems.add("comment has others than digits, Latin and Cyrillic letters");
        }
        Upload taken = take(call, counter, comment == null ? "" : comment, file);
        ObjectNode body = StrictJson.object();
        body.set("uploading", taken.json(call.at().minusNanos(1)));
        return Answer.json(200, body, problems);
    }

    private synchronized Upload take(Call call, String counter, String comment, YandexTwinFile file) {
        Instant ready = call.at().plus(processingTime);
        int[] counts = new int[3];
        for (Map<String, String> row : file.valid()) {
            String why = unlinked(row, call.at());
            counts[why == null ? Upload.LINKED : why.equals("goal_not_found") ? Upload.GOALLESS : Upload.UNSEEN]++;
            String price = row.get("Price");
            Conversion conversion = Conversion.of(
                            call, "yandex-metrica", row.getOrDefault("Target", ""), row.get("PurchaseId"))
                    .worth(price == null ? null : Shape.number(price), row.get("Currency"))
                    .click(row.get("Yclid"))
                    .uncounted(why)
                    .due(ready);
            ledger.add(null, Duration.ZERO, conversion);
        }
        Upload taken = new Upload(
                call.seq(),
                counter,
                call.at(),
                ready,
                comment,
                file.rows().size(),
                file.valid().size(),
                counts);
        uploads.put(taken.id(), taken);
        if (uploads.size() > MAX_UPLOADS) {
            uploads.remove(uploads.keySet().iterator().next());
        }
        return taken;
    }

    private static @Nullable String unlinked(Map<String, String> row, Instant now) {
        if (row.getOrDefault("Target", "").startsWith("unknown_")) {
            return "goal_not_found";
        }
        boolean seen =
                YandexTwinFile.IDS.stream().map(row::get).anyMatch(id -> id != null && !id.startsWith("unknown_"));
        Instant at = Instant.ofEpochSecond(Long.parseLong(row.getOrDefault("DateTime", "0")));
        return seen && !at.isBefore(now.minus(VISITS)) ? null : "user_not_found";
    }

    private synchronized Answer one(Call call, String counter, String id) {
        Upload upload = id.length() > 18 ? null : uploads.get(Long.valueOf(id));
        if (upload == null || !upload.counter().equals(counter)) {
            return failed(404, "not_found", "Object not found", "there is no such upload");
        }
        ObjectNode body = StrictJson.object();
        body.set("uploading", upload.json(call.at()));
        return Answer.json(200, body, List.of());
    }

    /** The latest first. */
    private synchronized Answer list(Call call, String counter) {
        ObjectNode body = StrictJson.object();
        ArrayNode list = body.putArray("uploadings");
        String limit = call.query("limit");
        new ArrayList<>(uploads.values())
                .reversed().stream()
                        .filter(upload -> upload.counter().equals(counter))
                        .limit(limit != null && limit.matches("\\d{1,6}") ? Long.parseLong(limit) : MAX_UPLOADS)
                        .forEach(upload -> list.add(upload.json(call.at())));
        return Answer.json(200, body, List.of());
    }

    private static Answer failed(int status, String type, String message, String... problems) {
        ObjectNode body = StrictJson.object();
        body.putArray("errors").addObject().put("error_type", type).put("message", message);
        body.put("code", status).put("message", message);
        return Answer.json(status, body, List.of(problems));
    }
}
