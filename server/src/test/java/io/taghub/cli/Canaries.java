package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;

/** An event of which every personal field and property is a canary, and the search for them in what people see and keep. */
final class Canaries {

    /** The event as a back end posts it. The page's address is the browser's to fill; people put anything there. */
    static final String EVENT = """
            "user":{"id":"player-7","email":"Zqmail@zqhost.example","phone":"+44 20 7946 0958","first_name":"Zqfirst",
              "last_name":"Zqlast","city":"Zq City","region":"Zqregion","postal_code":"ZQ1 7PC","country":"GB",
              "birth_date":"1985-12-10","gender":"f"},
            "client":{"ip":"203.0.113.177","user_agent":"Mozilla/5.0"},
            "page":{"url":"https://shop.example/thanks?email=zqurl%40zqhost.example&phone=%2B442079460958&ssn=zqurlssn&x=1",
              "referrer":"https://shop.example/?first_name=Zqurlname"},
            "order_id":"ZQORDER-1",
            "items":[{"id":"sku-1","name":"Hat","quantity":1,"price":5}],
            "properties":{"plan":"gold","iban":"ZQIBAN00","customerIban":"DE89 3704 0044 0532 0130 00","ssn":"ZQSSN",
              "social_security_number":"078-05-1120","street":"Zqstreet 1","billing_street":"Zqbilling 1","city":"Zqpropcity",
              "shippingCity":"Zqshipcity","region":"Zqpropregion","state":"Zqpropstate","postal_code":"ZQPC1","zipCode":"ZQZIP1",
              "address":"Zqaddress 1","customer_name":"Zqcustomer","name":"Zqname","e-mail":"zqprop@zqhost.example",
              "mobilePhone":"ZQMOBILE","date_of_birth":"ZQDOB","gender":"zqgender","passport_no":"ZQPASS1","taxId":"ZQTAX1",
              "cardNumber":"ZQCARD1","note":"pay by 4111 1111 1111 1111 or zqnote@zqhost.example","ring":"+44 7911 123456",
              "came_from":"203.0.113.199","user_password":"ZQPWD","geburtsdatum":"ZQGEB","vorname":"Zqvorname",
              "search_term":"zqsearch@zqhost.example",
              "customer":{"name":"Zqnested","contact":{"phones":["ZQNESTEDPHONE"],"street":"Zqnestedstreet"}},
              "addresses":[{"line1":"Zqline","country":"GB"}]}""";

    /** What must not be found, in lower case. */
    static final List<String> TOKENS = List.of(
            "zqmail",
            "zqhost",
            "79460958",
            "7946 0958",
            "zqfirst",
            "zqlast",
            "zq city",
            "zqcity",
            "zqregion",
            "zq1 7pc",
            "zq17pc",
            "1985-12-10",
            "19851210",
            "203.0.113.177",
            "zqurl",
            "zqiban",
            "3704 0044",
            "37040044",
            "zqssn",
            "078-05-1120",
            "zqstreet",
            "zqbilling",
            "zqpropcity",
            "zqshipcity",
            "zqpropregion",
            "zqpropstate",
            "zqpc1",
            "zqzip",
            "zqaddress",
            "zqcustomer",
            "zqname",
            "zqprop",
            "zqmobile",
            "zqdob",
            "zqgender",
            "zqpass",
            "zqtax",
            "zqcard",
            "zqnote",
            "4111 1111",
            "41111111",
            "7911 123456",
            "7911123456",
            "203.0.113.199",
            "zqpwd",
            "zqgeb",
            "zqvorname",
            "zqsearch",
            "zqnested",
            "zqline");

    /** A status is no person's, so it is shown; in clear it is kept nowhere, whatever somebody wrote into it. */
    static final String STATUS = "zqstatus";

    private Canaries() {}

    static void neitherIn(String file, String bytes) {
        noneIn(file, bytes);
        assertThat(bytes.contains(STATUS)).as("the status in %s", file).isFalse();
        assertThat(bytes.contains("ZQORDER")).as("the order in %s", file).isFalse();
    }

    static void noneIn(String where, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (String token : TOKENS) {
            int at = lower.indexOf(token);
            assertThat(at < 0 ? "" : lower.substring(Math.max(0, at - 80), Math.min(lower.length(), at + 60)))
                    .as("%s in %s", token, where)
                    .isEmpty();
        }
    }
}
