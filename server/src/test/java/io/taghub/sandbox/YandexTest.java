package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class YandexTest {
    private static final String HOST = "api-metrika.yandex.net";
    private static final String AT = HOST + "/management/v1/counter/49831738/offline_conversions/";
    private static final String PURCHASE = "ClientId,Target,DateTime,Price,Currency\n" + "133591247640966458,purchase,"
            + FakePlatforms.seconds() + ",49.99,EUR\n";

    private final FakePlatforms platforms = new FakePlatforms();

    @AfterEach
    void stop() {
        platforms.close();
    }

    private HttpResponse<String> upload(String csv) {
        return upload(csv, "OAuth y0_good");
    }

    private HttpResponse<String> upload(String csv, String authorization) {
        return upload(csv, authorization, "batch%2042");
    }

    private HttpResponse<String> upload(String csv, String authorization, String comment) {
        String body = "--b0undary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"data.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\n" + csv + "\r\n--b0undary--\r\n";
        return platforms.post(
                AT + "upload?comment=" + comment,
                body,
                "Authorization",
                authorization,
                "Content-Type",
                "multipart/form-data; boundary=b0undary");
    }

    private JsonNode later(HttpResponse<String> uploaded) {
        long id = FakePlatforms.json(uploaded).path("uploading").path("id").longValue();
        platforms.advance(Duration.ofHours(3));
        return FakePlatforms.json(platforms.send("GET", AT + "uploading/" + id, "", "Authorization", "OAuth y0_good"))
                .path("uploading");
    }

    @Test
    void aFileIsTakenAtOnceAndDecidedLater() {
        HttpResponse<String> answer = upload(PURCHASE);
        JsonNode taken = FakePlatforms.json(answer).path("uploading");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(taken.path("status").stringValue()).isEqualTo("UPLOADED");
        assertThat(taken.path("comment").stringValue()).isEqualTo("batch 42");
        assertThat(platforms.conversions(HOST).get(0).path("state").stringValue())
                .isEqualTo("processing");

        JsonNode decided = later(answer);
        assertThat(decided.path("status").stringValue()).isEqualTo("PROCESSED");
        assertThat(decided.path("linked_quantity").intValue()).isEqualTo(1);
        JsonNode counted = platforms.conversions(HOST).get(0);
        assertThat(counted.path("count").intValue()).isEqualTo(1);
        assertThat(counted.path("event").stringValue()).isEqualTo("purchase");
        assertThat(counted.path("value").decimalValue()).isEqualByComparingTo("49.99");
        assertThat(platforms.problems(HOST)).isEmpty();
        assertThat(platforms.requests(HOST).toString()).doesNotContain("y0_good");
    }

    @Test
    void whatIsUploadedAgainCountsAgain() {
        upload(PURCHASE);
        upload(PURCHASE);
        assertThat(platforms.conversions(HOST)).hasSize(2);
    }

    @Test
    void rowsThatCannotBeJoinedAreCountedAndNotNamed() {
        long now = FakePlatforms.seconds();
        HttpResponse<String> answer = upload("UserId,ClientId,Target,DateTime,Price,Currency\n"
                + "u-1,,purchase," + now + ",5.00,EUR\n"
                + "unknown_1,,purchase," + now + ",,\n"
                + "u-1,,purchase," + (now - 22 * 86_400) + ",,\n"
                + "u-1,,unknown_goal," + now + ",,\n"
                + ",,purchase," + now + ",,\n"
                + "u-1,,purchase," + now + ",\"5,00\",EUR\n");
        assertThat(platforms.problems(HOST))
                .containsExactlyInAnyOrder(
                        "row 5: it has no UserId, ClientId, Yclid or PurchaseId",
                        "row 6: Price is no number with a point before its decimals");

        JsonNode decided = later(answer);
        assertThat(decided.path("status").stringValue()).isEqualTo("PROCESSED");
        assertThat(decided.path("source_quantity").intValue()).isEqualTo(6);
        assertThat(decided.path("line_quantity").intValue()).isEqualTo(4);
        assertThat(decided.path("goal_not_found_quantity").intValue()).isEqualTo(1);
        assertThat(decided.path("user_not_found_quantity").intValue()).isEqualTo(2);
        assertThat(decided.path("linked_quantity").intValue()).isEqualTo(1);
    }

    @Test
    void whereNobodyIsFoundTheLinkageFails() {
        JsonNode decided = later(upload("Yclid,Target,DateTime\nunknown_1,purchase," + FakePlatforms.seconds() + "\n"));
        assertThat(decided.path("status").stringValue()).isEqualTo("LINKAGE_FAILURE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ClientId,Target                  | 1,purchase                   | does not name the columns Target and DateTime
            Target,DateTime                  | purchase,1795347900          | none of the columns is UserId
            ClientId,Target,DateTime         |                              | the file has no rows
            ClientId,Target,DateTime         | 1,purchase,1795434300        | DateTime is still to come
            ClientId,Target,DateTime         | 1,purchase,1795347900000     | it is in seconds
            """)
    void aFileThatIsWrongIsRefusedWhole(String columns, String row, String problem) {
        HttpResponse<String> answer = upload(columns + "\n" + (row == null ? "" : row + "\n"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(FakePlatforms.json(answer)
                        .path("errors")
                        .get(0)
                        .path("error_type")
                        .stringValue())
                .isEqualTo("invalid_parameter");
        assertThat(platforms.problems(HOST).toString()).contains(problem);
        assertThat(platforms.conversions(HOST)).isEmpty();
    }

    @Test
    void aCommentThatIsTooLongIsRefused() {
        HttpResponse<String> answer = upload(PURCHASE, "OAuth y0_good", "c".repeat(256));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(platforms.conversions(HOST)).isEmpty();
    }

    @Test
    void theLatestUploadIsTheFirstOfTheList() {
        upload(PURCHASE, "OAuth y0_good", "one");
        upload(PURCHASE, "OAuth y0_good", "two");
        JsonNode list = FakePlatforms.json(
                platforms.send("GET", AT + "uploadings?limit=1", "", "Authorization", "OAuth y0_good"));
        assertThat(list.path("uploadings").size()).isEqualTo(1);
        assertThat(list.path("uploadings").path(0).path("comment").stringValue())
                .isEqualTo("two");
    }

    @Test
    void anAddressOfAMailboxIsNoUserId() {
        upload("UserId,Target,DateTime\nada@example.com,purchase," + FakePlatforms.seconds() + "\n");
        assertThat(platforms.problems(HOST)).containsExactly("row 1: UserId holds an e-mail address in clear");
    }

    @ParameterizedTest
    @CsvSource({"OAuth y0_revoked, 403, invalid_token", "Bearer y0_good, 401, unauthorized"})
    void aWrongTokenIsNotTaken(String authorization, int status, String type) {
        HttpResponse<String> answer = upload(PURCHASE, authorization);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(FakePlatforms.json(answer)
                        .path("errors")
                        .get(0)
                        .path("error_type")
                        .stringValue())
                .isEqualTo(type);
    }

    @Test
    void aBodyThatIsNoFormIsRefused() {
        assertThat(platforms
                        .post(AT + "upload", PURCHASE, "Authorization", "OAuth y0_good", "Content-Type", "text/csv")
                        .statusCode())
                .isEqualTo(400);
    }
}
