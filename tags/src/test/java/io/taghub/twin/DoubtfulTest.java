package io.taghub.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DoubtfulTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'order_id':'{{order_id}}'}                          | x.order_id is a placeholder nobody filled in
            {'order_id':'undefined'}                             | x.order_id is a placeholder nobody filled in
            {'content_name':'None'}                              |
            {'em':['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855']} | x.em is the hash of nothing
            {'em':['EB045D78D273107348B0300C01D29B7552D622ABBC6FAF81B3EC55359AA9950C']} | x.em is the hash of nothing
            {'client_ip_address':'192.168.0.7'}                  | x.client_ip_address is an address of a private network
            {'ip':'8.8.8.8'}                                     |
            {'ipAddress':'10.0.0.5'}                             | x.ipAddress is an address of a private network
            {'contents':[{'quantity':-1},{'quantity':-1}]}       | x.contents.quantity is less than nothing
            {'gclid':'Cj0 KCQ'}                                  | x.gclid holds a blank
            {'gclid':'{gclid}'}                                  | x.gclid is a placeholder nobody filled in
            {'value':-5,'gclid':'Cj0KCQ'}                        |
            """)
    void whatAVendorTakesAndMakesNothingOfIsNamed(String json, String problem) {
        assertThat(Doubtful.problems("x", StrictJson.parse(json.replace('\'', '"'))))
                .isEqualTo(problem == null ? List.of() : List.of(problem));
    }
}
