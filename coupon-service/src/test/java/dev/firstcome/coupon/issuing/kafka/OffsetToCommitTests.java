package dev.firstcome.coupon.issuing.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OffsetToCommitTests {
    private final OffsetToCommit toCommit = new OffsetToCommit();

    @Test
    void aWishIsTakenOnce() {
        toCommit.wish(5);

        assertThat(toCommit.take()).isEqualTo(5);
        assertThat(toCommit.take()).isEqualTo(OffsetToCommit.NONE);
    }

    @Test
    void aFailedCommitIsWishedAgain() {
        toCommit.wish(5);
        toCommit.failed(toCommit.take());

        assertThat(toCommit.take()).isEqualTo(5);
    }

    @Test
    void aFailedCommitNeverTakesALaterOneBack() {
        toCommit.wish(5);
        long taken = toCommit.take();
        toCommit.wish(9);
        toCommit.failed(taken);

        assertThat(toCommit.take()).isEqualTo(9);
    }
}
