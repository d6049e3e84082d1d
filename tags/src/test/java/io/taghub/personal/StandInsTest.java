package io.taghub.personal;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandInsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"ada@example.com", "order-ada@example.com", "+442071838750", "ada%40example.com"})
    void anIdThatIsAPersonsIsReplacedAndStaysOne(String personal) {
        Event sale = Event.named("purchase", personal, NOON).orderId(personal).build();
        Event refund = Event.named("refund", "r-1", NOON)
                .original(new Event.Original("purchase", personal, NOON, personal))
                .build();
        Event told = StandIns.of(sale);

        assertThat(told.id()).matches("[0-9a-f]{32}").isEqualTo(told.orderId());
        assertThat(StandIns.of(refund).original())
                .isEqualTo(new Event.Original("purchase", told.id(), NOON, told.orderId()));
        assertThat(StandIns.of(refund).id()).isEqualTo("r-1");
    }

    @Test
    void idsThatAreNobodysStayAsTheyAre() {
        for (String id : new String[] {"o-1001", "2026/11/4711", "a b", "4915112345678", "#1001", "x=7"}) {
            Event event = Event.named("purchase", id, NOON).orderId(id).build();
            assertThat(StandIns.of(event)).isSameAs(event);
        }
    }
}
