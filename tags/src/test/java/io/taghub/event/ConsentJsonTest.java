package io.taghub.event;

import static io.taghub.event.Read.event;
import static io.taghub.event.Read.noted;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an event says of consent and of limits to its use. */
final class ConsentJsonTest {
    @Test
    void whatCannotBeReadInAConsentIsADenial() {
        Event event = event("'consent':{'ad_storage':'GRANTED','ad_user_data':true,'ad_personalization':'nope',"
                + "'analytics_storage':'unspecified','functionality_storage':'granted','security_storage':'granted',"
                + "'personalization_storage':'denied','wait_for_update':500}");

        assertThat(event.consent().states())
                .isEqualTo(Map.of(
                        Consent.Purpose.AD_STORAGE, Consent.State.GRANTED,
                        Consent.Purpose.AD_USER_DATA, Consent.State.GRANTED,
                        Consent.Purpose.AD_PERSONALIZATION, Consent.State.DENIED));
        assertThat(noted(event)).containsExactly("consent.ad_personalization");
    }

    /** In the spelling of the Data Manager API, Google Ads, Segment, a template or a French keyboard it is the same word. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'consent':{'adUserData':'CONSENT_DENIED','adPersonalization':'CONSENT_GRANTED'}   | AD_USER_DATA=DENIED AD_PERSONALIZATION=GRANTED |
            'consent':{'adStorage':'denied','adUserData':'DENIED'}                            | AD_STORAGE=DENIED AD_USER_DATA=DENIED          |
            'consent':{'ad-user-data':'denied','Analytics Storage':'granted'}                 | AD_USER_DATA=DENIED ANALYTICS_STORAGE=GRANTED  |
            'consent':{'AD_USER_DATA':false,'ad_personalisation':'no'}                        | AD_USER_DATA=DENIED AD_PERSONALIZATION=DENIED  |
            'consent':{'ad_user_data':'granted','adUserData':'denied'}                        | AD_USER_DATA=DENIED                            |
            'consent':{'ad_user_data':['granted']}                                            | AD_USER_DATA=DENIED                            | consent.ad_user_data
            'consent':{'functionalityStorage':'denied','ad_storage':'yes'}                    | AD_STORAGE=GRANTED                             |
            'ad_user_data':'denied'                                                           | AD_USER_DATA=DENIED                            |
            'adUserData':'CONSENT_DENIED'                                                     | AD_USER_DATA=DENIED                            |
            'user_data':{'consent':{'ad_user_data':'denied'}}                                 | AD_USER_DATA=DENIED                            |
            'properties':{'consent':{'ad_user_data':'denied'}}                                | AD_USER_DATA=DENIED                            |
            'consent':{'ad_user_data':'granted','newsletter':'denied'}                        | AD_USER_DATA=GRANTED                           | consent.newsletter
            'consent':{'newsletter':'granted'}                                                |                                                | consent.newsletter
            'consent':[]                                                                      |                                                |
            'consent':{}                                                                      |                                                |
            'consent':''                                                                      |                                                |
            """)
    void aPurposeIsKnownInEverySpelling(String written, String states, String noted) {
        Event event = event(written);

        assertThat(event.consent().states().entrySet().stream().map(Object::toString))
                .containsExactlyInAnyOrder(states == null ? new String[0] : states.split(" +"));
        assertThat(noted(event)).isEqualTo(noted == null ? List.of() : List.of(noted));
    }

    @Test
    void aRefusalUnderNamesOfWhichNoneIsKnownRefusesEverything() {
        for (String said :
                List.of("'marketing':'denied'", "'marketing':false,'other':true", "'gdpr':'CPXxRfAPXxRfA'")) {
            Event event = event("'consent':{" + said + "}");
            assertThat(event.consent().states()).hasSize(4).doesNotContainValue(Consent.State.GRANTED);
            assertThat(noted(event)).contains("consent");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'properties':[],'page':[],'client':[],'click_ids':[],'user':[],'items':[],'app':[],'device':[]",
                "'custom_data':[],'user_data':[],'original_event':[],'user_location':[],'order_id':[],'value':[]",
                "'user':{'address':[],'properties':[],'email':[],'hashed':[]},'nonsense':[]"
            })
    void anEmptyListIsAbsent(String written) {
        assertThat(event(written)).isEqualTo(event(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'consent':'denied'", "'consent':[1]", "'consent':false"})
    void aConsentThatIsNoneDeniesEverything(String consent) {
        Event event = event(consent);
        assertThat(event.consent().states()).hasSize(4).doesNotContainValue(Consent.State.GRANTED);
        assertThat(noted(event)).containsExactly("consent");
    }

    /** A person's word that asks for less is never lost to its form. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ['LDU']      | [LDU] | false
            'LDU'        | [LDU] | false
            'ldu'        | [LDU] | false
            ['ldu']      | [LDU] | false
            true         | [LDU] | false
            1            | [LDU] | false
            '["LDU"]'    | [LDU] | false
            [true]       | [LDU] | false
            ['LDU','X']  | [LDU] | true
            'limited'    | [LDU] | true
            {'LDU':true} | [LDU] | true
            []           | []    | false
            '[]'         | []    | false
            false        | []    | false
            ''           |       | false
            null         |       | false
            """)
    void dataProcessingOptionsAreReadInEveryForm(String written, String options, boolean noted) {
        for (String where : List.of("'data_processing_options':%s", "'properties':{'data_processing_options':%s}")) {
            Event event = event(where.formatted(written));
            Object read = event.properties().get("data_processing_options");
            assertThat(read == null ? null : read.toString()).as(where).isEqualTo(options);
            assertThat(event.notes()).as(where).hasSize(noted ? 1 : 0);
        }
        assertThat(event("'data_processing_options_country':'1','data_processing_options_state':'California'")
                        .properties())
                .isEqualTo(Map.of("data_processing_options_country", new BigDecimal("1")));
    }
}
