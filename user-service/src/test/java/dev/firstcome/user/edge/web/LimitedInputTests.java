package dev.firstcome.user.edge.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.DelegatingServletInputStream;

class LimitedInputTests {
    @Test
    void aBodyUpToTheLimitIsReadInWhole() throws Exception {
        assertThat(bodyOf(100).readAllBytes()).hasSize(100);
    }

    @Test
    void theFirstByteOverTheLimitFails() {
        assertThatThrownBy(() -> bodyOf(101).readAllBytes()).isInstanceOf(BodyTooLarge.class);
    }

    @Test
    void singleBytesCountToo() throws Exception {
        LimitedInput body = bodyOf(101);
        body.skipNBytes(99);

        assertThat(body.read()).isZero();
        assertThatThrownBy(body::read).isInstanceOf(BodyTooLarge.class);
    }

    private static LimitedInput bodyOf(int bytes) {
        return new LimitedInput(new DelegatingServletInputStream(new ByteArrayInputStream(new byte[bytes])), 100);
    }
}
