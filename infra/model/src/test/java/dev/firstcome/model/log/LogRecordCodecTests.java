package dev.firstcome.model.log;

import static dev.firstcome.model.LogFixture.KIM;
import static dev.firstcome.model.LogFixture.OPENS;
import static dev.firstcome.model.LogFixture.SALE;
import static dev.firstcome.model.LogFixture.closed;
import static dev.firstcome.model.LogFixture.opened;
import static dev.firstcome.model.LogFixture.request;
import static dev.firstcome.model.LogFixture.scheduled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.model.Fold;
import dev.firstcome.model.LogFixture;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.PartitionState;
import dev.firstcome.model.state.RecordedDecision;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which records can be read. */
class LogRecordCodecTests {
    private static final String OPENED = "coupon.campaign-opened.v1";
    private static final String KEY = SALE.toString();
    private static final String BODY = "{\"campaignId\":\"" + SALE + "\",\"commandId\":\"a\"}";

    @Test
    void whatIsWrittenIsReadAgain() {
        for (CouponRecord said : List.of(scheduled("a", 5), opened("b"), closed("c", CloseCause.TIME), request(KIM))) {
            assertThat(LogRecordCodec.read(LogRecordCodec.write(0, 0, 0, said))).contains(said);
        }
    }

    @Test
    void unknownFieldsAndTheirOrderDoNotMatter() {
        String body = "{\"later\":{\"a\":[1]},\"commandId\":\"a\",\"campaignId\":\"" + SALE + "\"}";

        assertThat(LogRecordCodec.read(record(KEY, OPENED, body))).contains(opened("a"));
    }

    @Test
    void anUnknownTypeCannotBeRead() {
        assertUnreadable(record(KEY, null, BODY));
        assertUnreadable(record(KEY, "", BODY));
        assertUnreadable(record(KEY, "coupon.campaign-opened.v2", BODY));
        assertUnreadable(record(KEY, "coupon.issued.v1", BODY));
    }

    @Test
    void theKeyIsExactlyTheCampaignsText() {
        assertUnreadable(record(null, OPENED, BODY));
        assertUnreadable(record("", OPENED, BODY));
        assertUnreadable(record(KEY.toUpperCase(Locale.ROOT), OPENED, BODY));
        assertUnreadable(record(KEY + " ", OPENED, BODY));
        assertUnreadable(record(KIM.toString(), OPENED, BODY));
        assertThat(LogRecordCodec.read(record(
                        KEY,
                        OPENED,
                        BODY.toUpperCase(Locale.ROOT)
                                .replace("CAMPAIGNID", "campaignId")
                                .replace("COMMANDID", "commandId"))))
                .contains(opened("A"));
    }

    @Test
    void theValueIsJsonOfThatRecord() {
        assertUnreadable(record(KEY, OPENED, null));
        for (String value : List.of(
                "", " ", "null", "no json", "[]", "7", "\"text\"", BODY + "{}", BODY.substring(1), "[".repeat(5_000))) {
            assertUnreadable(record(KEY, OPENED, value));
        }
    }

    @Test
    void onlyWhatMayBeNullIsNull() {
        assertUnreadable(record(KEY, OPENED, "{\"campaignId\":\"" + SALE + "\"}"));
        assertUnreadable(record(KEY, OPENED, "{\"campaignId\":\"" + SALE + "\",\"commandId\":null}"));
        assertUnreadable(record(KEY, OPENED, "{\"commandId\":\"a\"}"));
        assertUnreadable(record(KEY, OPENED, "{}"));
    }

    @Test
    void numbersAreNotNullAndNotText() {
        assertUnreadable(withoutStock("null"));
        assertUnreadable(withoutStock("\"many\""));
        assertUnreadable(withoutStock("99999999999999999999"));
        assertUnreadable(withoutStock("[1]"));
    }

    @Test
    void anUnreadableRecordChangesNothingButThePosition() {
        var log = new LogFixture();
        log.at(0, scheduled("a", 5));
        PartitionState before = log.fold.state();

        Decision decision = log.fold.apply(new LogRecord(3, 99, OPENS * 1_000, null, null, null));

        PartitionState after = log.fold.state();
        assertThat(decision).isEqualTo(new Decision.Invalid());
        assertThat(after.time()).isEqualTo(before.time());
        assertThat(after.campaigns()).isEqualTo(before.campaigns());
        assertThat(after.applied()).isEqualTo(99);
        assertThat(after.outcomes()).containsEntry(99L, new RecordedDecision(new Decision.Invalid(), 0));
    }

    private static LogRecord withoutStock(String stock) {
        LogRecord good = LogRecordCodec.write(0, 0, 0, scheduled("a", 5));
        byte[] value = good.value();
        assertThat(value).isNotNull();
        String body = new String(value == null ? new byte[0] : value, StandardCharsets.UTF_8);
        assertThat(body).contains("\"stock\":5");
        return record(KEY, good.type(), body.replace("\"stock\":5", "\"stock\":" + stock));
    }

    private static LogRecord record(@Nullable String key, @Nullable String type, @Nullable String value) {
        return new LogRecord(0, 0, 0, utf8(key), type, utf8(value));
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertUnreadable(LogRecord record) {
        assertThat(LogRecordCodec.read(record)).isEmpty();
        assertThat(new Fold(record.partition()).apply(record)).isEqualTo(new Decision.Invalid());
    }
}
