package dev.firstcome.user.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.DelegatingServletInputStream;

class LimitedInputStreamTests {
    @Test
    void aBodyUpToTheLimitIsReadCompletely() throws Exception {
        assertThat(bodyOf(100).readAllBytes()).hasSize(100);
    }

    @Test
    void theFirstByteOverTheLimitFails() {
        assertThatThrownBy(() -> bodyOf(101).readAllBytes()).isInstanceOf(BodyTooLargeException.class);
    }

    @Test
    void singleByteReadsCountTowardsTheLimit() throws Exception {
        LimitedInputStream body = bodyOf(101);
        body.skipNBytes(99);

        assertThat(body.read()).isZero();
        assertThatThrownBy(body::read).isInstanceOf(BodyTooLargeException.class);
    }

    private static LimitedInputStream bodyOf(int bytes) {
        return new LimitedInputStream(new DelegatingServletInputStream(new ByteArrayInputStream(new byte[bytes])), 100);
    }
}
