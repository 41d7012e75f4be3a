package dev.firstcome.model;

import static dev.firstcome.model.LogFixture.KIM;
import static dev.firstcome.model.LogFixture.LEE;
import static dev.firstcome.model.LogFixture.OPENS;
import static dev.firstcome.model.LogFixture.openSale;
import static dev.firstcome.model.LogFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.PartitionState;
import org.junit.jupiter.api.Test;

/** Comparing states. */
class PartitionStateTests {
    @Test
    void theSameLogGivesTheSameStateTextAndHash() {
        PartitionState one = afterRequestOf(openSale(2));
        PartitionState other = afterRequestOf(openSale(2));

        assertThat(one).isEqualTo(other);
        assertThat(one.text()).isEqualTo(other.text());
        assertThat(one.hash()).isEqualTo(other.hash()).hasSize(64);
    }

    @Test
    void anyDifferenceGivesAnotherHash() {
        LogFixture log = openSale(2);
        PartitionState before = afterRequestOf(log);
        log.at(OPENS, request(LEE));

        assertThat(log.fold.state().hash()).isNotEqualTo(before.hash());
        assertThat(afterRequestOf(openSale(3)).hash()).isNotEqualTo(before.hash());
    }

    @Test
    void theTextNamesEveryFactOnALine() {
        assertThat(afterRequestOf(openSale(2)).text()).isEqualTo("""
                        partition 3
                        applied 9
                        time 100
                        campaign 01890a5d-ac96-774b-bcce-b302099a8057 rules 1 stock 2 limit 1 opens 100 closes 200 segments []
                        span 01890a5d-ac96-774b-bcce-b302099a8057 from 7 after 0 scheduled until 7 ended -1 at -1
                        standing 01890a5d-ac96-774b-bcce-b302099a8057 phase OPEN until 0 issued 1 served 0
                        holder 01890a5d-ac96-774b-bcce-b302099a8057 01890a5d-ac97-7001-8000-000000000001 1 1 9 null
                        command 01890a5d-ac96-774b-bcce-b302099a8057 open 10
                        command 01890a5d-ac96-774b-bcce-b302099a8057 schedule 10
                        due 01890a5d-ac96-774b-bcce-b302099a8057 200
                        outcome 7 10 by 0: 0 0
                        outcome 8 10 by 0: 0 0
                        outcome 9 1 by 0: 1 1
                        """);
    }

    @Test
    void aStateIsACopyThatLaterRecordsDoNotChange() {
        LogFixture log = openSale(2);
        PartitionState state = log.fold.state();
        String text = state.text();

        log.at(OPENS, request(KIM));

        assertThat(state.text()).isEqualTo(text);
    }

    @Test
    void everyDecisionHasItsCode() {
        for (int code = 1; code <= 15; code++) {
            assertThat(Decision.of(code, 0, 0).code()).isEqualTo(code);
        }
        assertThat(Decision.of(2, 1, 7)).isEqualTo(new Decision.Duplicate(7));
        assertThat(Decision.of(13, 0, 7)).isEqualTo(new Decision.DuplicateOfDeferred(7));
    }

    private static PartitionState afterRequestOf(LogFixture log) {
        log.at(OPENS, request(KIM));
        return log.fold.state();
    }
}
