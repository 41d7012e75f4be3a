package dev.firstcome.coupon.issuing.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PendingCommitTests {
    private final PendingCommit pending = new PendingCommit();

    @Test
    void anOffsetIsTakenOnce() {
        pending.set(5);

        assertThat(pending.take()).isEqualTo(5);
        assertThat(pending.take()).isEqualTo(PendingCommit.NONE);
    }

    @Test
    void aFailedCommitIsRestored() {
        pending.set(5);
        pending.restore(pending.take());

        assertThat(pending.take()).isEqualTo(5);
    }

    @Test
    void aFailedCommitDoesNotReplaceALaterOffset() {
        pending.set(5);
        long taken = pending.take();
        pending.set(9);
        pending.restore(taken);

        assertThat(pending.take()).isEqualTo(9);
    }
}
