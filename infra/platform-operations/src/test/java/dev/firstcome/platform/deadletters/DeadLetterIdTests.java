package dev.firstcome.platform.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.deadletters.DeadLetterPage.Cursor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterIdTests {
    @ParameterizedTest
    @ValueSource(strings = {"payment.events:0:0", "coupon.requests:11:123456789012345678", "x:999999:1"})
    void parsesWhatToStringWrites(String text) {
        assertThat(DeadLetterId.parse(text)).hasToString("Optional[" + text + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "payment.events", "payment.events:1", "payment.events:01:1", "payment.events:1:01",
                        "payment.events:+1:1",
                "payment.events:1:-1", "payment.events:1:1 ", "payment.events:1:1\n", "payment.events:1:1:1",
                        "Payment:1:1", ":1:1",
                "payment.events:1000000:1", "payment.events:1:1000000000000000000", "payment.events:١:1"
            })
    void rejectsEveryOtherText(String text) {
        assertThat(DeadLetterId.parse(text)).isEmpty();
    }

    @Test
    void parsesTheCursorOfAPage() {
        assertThat(Cursor.parse("0-12-7")).contains(new Cursor(List.of(0L, 12L, 7L)));
        assertThat(new Cursor(List.of(0L, 12L, 7L))).hasToString("0-12-7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1-", "-1", "1--2", "a", "1234567890123456789"})
    void rejectsAnInvalidCursor(String text) {
        assertThat(Cursor.parse(text)).isEmpty();
    }
}
