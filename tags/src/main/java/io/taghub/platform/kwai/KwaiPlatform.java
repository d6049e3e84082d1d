package io.taghub.platform.kwai;

import io.taghub.platform.Platform;
import io.taghub.tag.Described;
import io.taghub.tag.Secret;
import io.taghub.tag.TagType;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Kwai for Business, events of websites. No page of the vendor's describes the call: see {@code notes.md}. */
public final class KwaiPlatform implements Platform {
    static final String HOST = "www.adsnebula.com";

    /** Taken for success, the second with a doubt: see {@code notes.md}. */
    private static final String[] SUCCESS = {"1", "0"};

    /** A field of the wrong type, the one error that is known. */
    private static final String WRONG_TYPE = "10002";

    record Capture(
            @Described(
                    value = "the parameters a landing must have had for its click to be Kwai's",
                    example = "{ utm_source: kwai }")
            Map<String, String> when) {}

    record Settings(
            @Described(value = "id of the pixel, from Kwai Ads Manager", example = "123456789012345", pattern = "\\S+")
            String pixelId,

            @Described("access token of the pixel, from Kwai Ads Manager")
            Secret accessToken,

            @Described(
                    value = "sets trackFlag: Kwai shows the events as tests and counts none of them",
                    byDefault = "false")
            boolean testMode,

            @Described(
                    value = "click id that Ads Manager gives out for tests, sent in place of any other in test_mode",
                    example = "q_6k5rENNPu9hOxaaNHn4g")
            @Nullable
            String testClickId,

            @Described(value = "sets testFlag too, as some senders do while they test", byDefault = "false")
            boolean testFlag,

            @Described(
                    value =
                            "the landing parameter that has Kwai's __CLICKID__ or __CALLBACK__, where it is not clickid or click_id",
                    example = "kwai_cid",
                    pattern = "[A-Za-z0-9_.-]{1,64}")
            @Nullable
            String clickId,

            @Described("which clicks are Kwai's, where other receivers name theirs alike") @Nullable
            Capture capture,

            @Described(value = "take clicks that are another receiver's as well", byDefault = "false")
            boolean shared,

            @Described(
                    value =
                            "adds event_timestamp, the time in seconds, to the properties; one sender is known to do so",
                    byDefault = "false")
            boolean eventTimestamp,

            @Described(
                    value = "the values of 'result' that mean success; without it 1 and 0",
                    example = "[\"1\"]",
                    pattern = "-?\\d+")
            @Nullable
            List<String> successResults,

            @Described(
                    value = "values of 'result', beside 10002, that refuse the event for good",
                    example = "[\"10003\"]",
                    pattern = "-?\\d+")
            @Nullable
            List<String> rejectedResults,

            @Described(
                    value = "values of 'result' that mean the access token is not taken: they pause the tag",
                    example = "[\"10001\"]",
                    pattern = "-?\\d+")
            @Nullable
            List<String> tokenResults) {

        Settings {
            if (testClickId != null && !testMode) {
                throw new IllegalArgumentException("'test_click_id' goes with 'test_mode: true'");
            }
            List<String> all = Stream.of(said(successResults, SUCCESS), said(rejectedResults), said(tokenResults))
                    .flatMap(List::stream)
                    .toList();
            if (Set.copyOf(all).size() < all.size()) {
                throw new IllegalArgumentException(
                        "a value of 'result' stands once, in 'success_results', 'rejected_results' or 'token_results'");
            }
        }

        boolean isSuccess(String result) {
            return said(successResults, SUCCESS).contains(result);
        }

        boolean isRejection(String result) {
            return WRONG_TYPE.equals(result) || said(rejectedResults).contains(result);
        }

        boolean isOfToken(String result) {
            return said(tokenResults).contains(result);
        }

        private static List<String> said(@Nullable List<String> results, String... otherwise) {
            return results == null || results.isEmpty() ? List.of(otherwise) : results;
        }
    }

    @Override
    public TagType<Settings> type() {
        return new KwaiType();
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of(HOST, new KwaiTwin(setup));
    }
}
