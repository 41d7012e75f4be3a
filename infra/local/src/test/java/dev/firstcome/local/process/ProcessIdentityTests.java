package dev.firstcome.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessIdentityTests {
    private static final ProcessIdentity SELF = ProcessIdentity.current();

    @Test
    void aRunningProcessIsFoundByIdAndStart() {
        assertThat(SELF.isAlive()).isTrue();
    }

    @Test
    void anotherProcessWithTheSameIdIsNotTheSame() {
        ProcessIdentity earlier = new ProcessIdentity(SELF.pid(), SELF.startTicks() - 1, SELF.bootId());

        assertThat(earlier.isAlive()).isFalse();
    }

    @Test
    void aProcessOfAnEarlierRunOfTheMachineIsGone() {
        ProcessIdentity before = new ProcessIdentity(SELF.pid(), SELF.startTicks(), "another-boot");

        assertThat(before.isAlive()).isFalse();
    }

    @Test
    void aNameWithBracketsAndSpacesDoesNotConfuse() {
        ProcessStat stat = ProcessStat.parse(
                "4711 (a) R (b) T 17 4711 4711 0 -1 4194304 1 0 0 0 2 3 0 0 20 0 1 0 987654 1000 10 18446744073709551615");

        assertThat(stat).isEqualTo(new ProcessStat(4711, 17, 'T', 987654));
    }

    @Test
    void whatHasEndedButIsNotReapedDoesNotRun() {
        assertThat(ProcessStat.parse("1 (x) Z 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0 0")
                        .state())
                .isEqualTo('Z');
    }
}
