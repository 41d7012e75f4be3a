package dev.firstcome.psp.card;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardTests {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void eachFaultHasItsToken(CardFault fault) {
        String token = fault.token() + (fault.isTimed() ? "250" : "");

        assertThat(Card.of(token)).contains(new Card(fault, fault.isTimed() ? 250 : 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pm_card_visa", "pm_card_mastercard", "pm_1PqrSTUvwxYZ"})
    void otherCardsAreGood(String token) {
        assertThat(Card.of(token)).contains(new Card(CardFault.NONE, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tok_visa",
                "pm_",
                "pm_card visa",
                "pm_sim_none",
                "pm_sim_slow_",
                "pm_sim_slow_x",
                "pm_sim_slow_600001",
                "pm_sim_processing_-1"
            })
    void someAreNoCards(String token) {
        assertThat(Card.of(token)).isEmpty();
    }

    @Test
    void onlySlowCardsAreSlow() {
        assertThat(Card.known("pm_sim_slow_40").slowness()).isEqualTo(40);
        assertThat(Card.known("pm_sim_processing_40").slowness()).isZero();
        assertThat(Card.known(null).slowness()).isZero();
    }
}
