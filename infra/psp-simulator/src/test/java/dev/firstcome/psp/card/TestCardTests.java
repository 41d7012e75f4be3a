package dev.firstcome.psp.card;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestCardTests {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void eachFaultHasAToken(CardFault fault) {
        String token = fault.token() + (fault.isTimed() ? "250" : "");

        assertThat(TestCard.of(token)).contains(new TestCard(fault, fault.isTimed() ? 250 : 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pm_card_visa", "pm_card_mastercard", "pm_1PqrSTUvwxYZ"})
    void otherCardsHaveNoFault(String token) {
        assertThat(TestCard.of(token)).contains(new TestCard(CardFault.NONE, 0));
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
    void invalidTokensAreRejected(String token) {
        assertThat(TestCard.of(token)).isEmpty();
    }

    @Test
    void onlySlowCardsHaveLatency() {
        assertThat(TestCard.ofValidated("pm_sim_slow_40").latency()).isEqualTo(40);
        assertThat(TestCard.ofValidated("pm_sim_processing_40").latency()).isZero();
        assertThat(TestCard.ofValidated(null).latency()).isZero();
    }
}
