package io.taghub.event;

import static io.taghub.event.Read.SHA;
import static io.taghub.event.Read.event;
import static io.taghub.event.Read.noted;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an event says of a person, their devices and where they are. */
final class UserJsonTest {
    @Test
    void aPersonMayHaveSeveralOfEach() {
        Person user = event(
                        "'user':{'id':1001,'email':['ada@example.com','lovelace@example.com'],'phone':'+44 20 7946 0958',"
                                + "'phones':[442079460959],'external_id':['crm-9','1001'],'street':'12 St James Sq',"
                                + "'user_properties':{'tier':'vip'}}")
                .user();

        assertThat(user.id()).isEqualTo("1001");
        assertThat(user.emails()).containsExactly("ada@example.com", "lovelace@example.com");
        assertThat(user.phones()).containsExactly("+44 20 7946 0958", "442079460959");
        assertThat(user.externalIds()).containsExactly("crm-9");
        assertThat(user.street()).isEqualTo("12 St James Sq");
        assertThat(user.properties()).containsExactly(Map.entry("tier", "vip"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'hashed':true,'email':'%s','city':'London'",
                "'hashed':['email'],'email':'%s','city':'London'",
                "'hashed':['em'],'em':'%s','ct':'London'",
                "'hashed':{'email':true,'city':false},'email':'%s','city':'London'",
                "'email':{'value':'%s','hashed':true},'city':'London'",
                "'email':{'sha256':'%s'},'city':'London'",
                "'sha256_email_address':['%s'],'address':[{'city':'London'}]"
            })
    void aHashIsOneWhereTheSenderSaysSo(String user) {
        Person person = event("'user':{" + user.formatted(SHA) + "}").user();

        assertThat(person.email()).isEqualTo(SHA.toLowerCase(java.util.Locale.ROOT));
        assertThat(person.hashed("email", person.email())).isTrue();
        assertThat(person.city()).isEqualTo("London");
        assertThat(person.hashed("city", person.city())).isFalse();
    }

    @Test
    void aHashOfWhichNothingIsSaidIsNeitherSentNorForgotten() {
        Event unsaid = event("'user':{'email':'" + SHA + "','id':'" + SHA + "'}");
        assertThat(unsaid.user()).isEqualTo(Person.of(SHA));
        assertThat(unsaid.notes())
                .containsExactly(new FieldNote(
                        "user.email",
                        "text of 64 characters",
                        "it looks like a SHA-256; \"hashed\": true in 'user' says that it is one"));

        Event none = event("'user':{'email':'900150983cd24fb0d6963f7d28e17f72','hashed':['email']}");
        assertThat(none.user().emails()).isEmpty();
        assertThat(noted(none)).containsExactly("user.email");
    }

    @Test
    void anAppEventCarriesWhatPlatformsAskOfApps() {
        Event event = event(
                "'app':{'app_id':'com.example.shop','app_version':'7.14.2','idfa':'EA7583CD-82B7-4B5C-9B1D-1F2A3B4C5D6E',"
                        + "'att_status':3,'app_instance_id':'fba1','os_version':'17.1'},'device':{'model':'iPhone15,2',"
                        + "'screen_resolution':'390x844','language':'en-GB','wifi':true},"
                        + "'user_location':{'city':'London','region_id':'GB-LND','country_id':'GB'},'user':{'anon_id':'XZ-1'}");

        assertThat(event.notes()).isEmpty();
        assertThat(event.app().values())
                .isEqualTo(Map.of(
                        App.ID, "com.example.shop",
                        App.VERSION, "7.14.2",
                        App.ADVERTISING_ID, "EA7583CD-82B7-4B5C-9B1D-1F2A3B4C5D6E",
                        App.ATT_STATUS, "AUTHORIZED",
                        App.INSTANCE_ID, "fba1",
                        App.ANONYMOUS_ID, "XZ-1"));
        assertThat(event.device().values())
                .isEqualTo(Map.of(
                        Device.OS, "iOS",
                        Device.OS_VERSION, "17.1",
                        Device.MODEL, "iPhone15,2",
                        Device.SCREEN_WIDTH, "390",
                        Device.SCREEN_HEIGHT, "844",
                        Device.LANGUAGE, "en-GB",
                        Device.WIFI, "true"));
        assertThat(event.location().values())
                .isEqualTo(Map.of(Location.CITY, "London", Location.REGION, "GB-LND", Location.COUNTRY, "GB"));
    }

    @Test
    void whatIsPersonalIsInNoText() {
        Event event = event("'user':{'id':'u-1','email':'ada@example.com','street':'12 St James Sq'},"
                + "'app':{'advertising_id':'EA7583CD-82B7-4B5C-9B1D-1F2A3B4C5D6E'},'client':{'ip':'203.0.113.9'}");
        assertThat(event.toString()).doesNotContain("ada@", "James", "EA7583CD", "203.0.113.9");
    }

    /** Of two people without an account each would be the other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "undefined",
                "NULL",
                "0",
                "-1",
                "N/A",
                "guest",
                "Anonymous",
                "unknown",
                "0000",
                "[object Object]",
                "{{player_id}}",
                "{user_id}",
                "${userId}",
                "[USER_ID]",
                "%USER_ID%",
                "%%UID%%",
                "__UID__",
                "##uid##",
                "*|UNIQID|*",
                "*|MERGE1|*",
                "%%_subscriberkey%%",
                "Array",
                "logged_out",
                "not logged in",
                "anonymous_user",
                "no-user",
                "null-null",
                "undefined_undefined",
                "__",
                "\u2014",
                "<user_id>",
                "{:uid}",
                "USER_ID",
                "your_user_id",
                "u-{{ id }}",
                "%7B%7Bid%7D%7D",
                "(not set)"
            })
    void aPlaceholderIsNobodysId(String written) {
        Event event = event("'user':{'id':'%s','email':'ada@example.com'}".formatted(written));

        assertThat(event.user().id()).isNull();
        assertThat(event.user().email()).isEqualTo("ada@example.com");
        assertThat(noted(event)).containsExactly("user.id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            \\u200bjohn@example.com                  | john@example.com
            \\ufeffJohn@example.com                  | John@example.com
            jo\\u00adhn@example.com                  | john@example.com
            mailto:john@example.com?subject=x       | john@example.com
            \\"john@example.com\\"                   | john@example.com
            <john@example.com>                      | john@example.com
            John Doe <john@example.com>             | john@example.com
            john @example.com                       | john@example.com
            john@example.com.                       | john@example.com
            a@example.com, b@example.com;c@x.org    | a@example.com b@example.com c@x.org
            Doe, John <john@example.com>            | john@example.com
            o'neil@example.com                      | o'neil@example.com
            """)
    void anAddressIsTakenOutOfWhatSurroundsIt(String written, String read) {
        Event event = event("'user':{'email':\"" + written + "\"}");

        assertThat(event.user().emails()).containsExactly(read.split(" "));
        assertThat(event.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            07911 123456 / 020 7946 0958 | 07911 123456;020 7946 0958
            +44 7911 123456, 02079460958 | +44 7911 123456;02079460958
            030/1234567                  | 030/1234567
            0151 / 23456789              | 0151 / 23456789
            \\u202a+44 7911 123456\\u202c | +44 7911 123456
            """)
    void severalNumbersInOneTextAreSeveral(String written, String read) {
        assertThat(event("'user':{'phone':\"" + written + "\"}").user().phones())
                .containsExactly(read.split(";"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'birth_date':'03/04/1997' | user.birth_date
            'birth_date':'2097-12-26' | user.birth_date
            'birth_date':'0001-01-01' | user.birth_date
            'birth_date':'26.12.1997' |
            'country':'Atlantis'      | user.country
            'country':'XX'            | user.country
            'country':'Turkey'        |
            'gender':'other'          | user.gender
            'gender':'Mrs'            |
            """)
    void whatOfAPersonNoPlatformTakesIsNoted(String written, String noted) {
        Event event = event("'user':{" + written + "}");

        assertThat(noted(event)).isEqualTo(noted == null ? List.of() : List.of(noted));
        // Without it the operator's own country would stand in.
        assertThat(event.user().country()).isEqualTo(written.contains("country") ? written.split("'")[3] : null);
    }

    @Test
    void anAddressMayStandInAListOrHaveALength() {
        assertThat(java.util.Objects.requireNonNull(event("'client':{'ip':['10.0.0.1','8.8.8.8/32']}")
                                .client())
                        .ip())
                .isEqualTo("8.8.8.8");
    }

    private static final String DEVICE = "6D92078A-8246-4BA4-AE5B-76104861E7DC";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'idfa':'%s','advertiser_tracking_enabled':1                      | AUTHORIZED    | true  |
            'idfa':'%s','advertiser_tracking_enabled':'1'                    | AUTHORIZED    | true  |
            'idfa':'%s','advertiser_tracking_enabled':true                   | AUTHORIZED    | true  |
            'idfa':'%s','advertiser_tracking_enabled':0                      | DENIED        | false |
            'idfa':'%s','advertiser_tracking_enabled':false                  | DENIED        | false |
            'idfa':'%s','advertiser_tracking_enabled':3                      | DENIED        | false | app.advertiser_tracking_enabled
            'idfa':'%s','att_status':3,'advertiser_tracking_enabled':0       | DENIED        | false |
            'idfa':'%s','att_status':2,'advertiser_tracking_enabled':1       | DENIED        | false |
            'idfa':'%s','att_status':1                                       | RESTRICTED    | false |
            'idfa':'%s','att_status':3                                       | AUTHORIZED    | true  |
            'idfa':'%s','att_status':'authorized'                            | AUTHORIZED    | true  |
            'idfa':'%s','att_status':'maybe'                                 | DENIED        | false | app.att_status
            'idfa':'%s','att_status':[3]                                     | DENIED        | false | app.att_status
            'idfa':'%s'                                                      |               | false |
            'idfa':'%s','tracking_enabled':true                              |               | true  |
            'idfa':'%s','tracking_enabled':'perhaps'                         |               | false | app.tracking_enabled
            'idfa':'not-a-uuid','att_status':3                               | AUTHORIZED    | false | app.idfa
            'idfa':'00000000-0000-0000-0000-000000000000','att_status':3     | AUTHORIZED    | false |
            'gaid':'%s'                                                      |               | true  |
            'gaid':'%s','tracking_enabled':0                                 |               | false |
            'gaid':'%s','advertiser_tracking_enabled':0                      | DENIED        | false |
            'gaid':'00000000-0000-0000-0000-000000000000'                    |               | false |
            'gaid':'38400000'                                                |               | false | app.gaid
            'advertising_id':'%s'                                            |               | false |
            """)
    void anAdvertisingIdGoesOutOnlyWhereItsOwnerAllowsIt(String app, String status, boolean sent, String noted) {
        for (String where : List.of("'app':{%s}", "'user':{%s}", "'app_data':{%s}")) {
            if (where.startsWith("'user'")
                    && (app.contains("'tracking_enabled'") || app.contains("'advertising_id'"))) {
                continue;
            }
            Event event = event(where.formatted(app.replace("%s", DEVICE)));
            assertThat(event.app().get(App.ATT_STATUS)).as(where).isEqualTo(status);
            assertThat(event.advertisingId()).as(where).isEqualTo(sent ? DEVICE : null);
            assertThat(noted(event)).as(where).isEqualTo(noted == null ? List.of() : List.of(noted));
            assertThat(EventJson.read(EventJson.write(event))).isEqualTo(event);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'user':{'user_properties':{'tier':{'value':'gold'}}}",
                "'user':{'properties':[{'propertyName':'tier','value':'gold'}]}",
                "'user_properties':{'tier':{'value':'gold','timestamp_micros':1}}",
                "'user_properties':{'tier':'gold','empty':'','hollow':{'value':''}}",
                "'properties':{'user_properties':{'tier':{'value':'gold'}}}"
            })
    void propertiesOfAUserAreReadInEveryPlatformsForm(String written) {
        Event event = event(written);

        assertThat(event.notes()).isEmpty();
        assertThat(event.user().properties()).isEqualTo(Map.of("tier", "gold"));
        assertThat(event.properties()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'country_id':'DEU','region_id':'BY'      | DE | DE-BY  |     |
            'country':'de','region':'de-by'          | DE | DE-BY  |     |
            'country':'Germany','region':'Bavaria'   | DE |        |     | user_location.region
            'country':'Atlantis'                     |    |        |     | user_location.country
            'country':'DE','region':'US-CA'          | DE |        |     | user_location.region
            'region':'US-CA'                         |    | US-CA  |     |
            'region':'CA'                            |    |        |     | user_location.region
            'continent_id':'Europe'                  |    |        |     | user_location.continent_id
            'continent_id':150                       |    |        | 150 |
            'continent':19                           |    |        | 019 |
            'continent_code':'999'                   |    |        |     | user_location.continent_code
            """)
    void placesAreCodes(String written, String country, String region, String continent, String noted) {
        Event event = event("'user_location':{" + written + "}");

        assertThat(event.location().get(Location.COUNTRY)).isEqualTo(country);
        assertThat(event.location().get(Location.REGION)).isEqualTo(region);
        assertThat(event.location().get(Location.CONTINENT)).isEqualTo(continent);
        assertThat(noted(event)).isEqualTo(noted == null ? List.of() : List.of(noted));
    }

    @ParameterizedTest
    @CsvSource({"1920×1080,1920", "1920x1080,1920", "1920 X 1080,1920", "390,", "widexhigh,"})
    void aScreenHasWidthAndHeight(String written, String width) {
        Event event = event("'device':{'screen_resolution':'" + written + "'}");

        assertThat(event.device().get(Device.SCREEN_WIDTH)).isEqualTo(width);
        assertThat(noted(event)).isEqualTo(width == null ? List.of("device.screen_resolution") : List.of());
    }
}
