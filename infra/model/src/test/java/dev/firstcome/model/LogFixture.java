package dev.firstcome.model;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.log.CampaignClosed;
import dev.firstcome.contracts.coupon.log.CampaignOpened;
import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.contracts.coupon.log.IssuingPaused;
import dev.firstcome.contracts.coupon.log.IssuingResumed;
import dev.firstcome.model.log.LogRecordCodec;
import dev.firstcome.model.state.Decision;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A small log, written record by record into a fold. The campaign opens at 100 and closes at 200 milliseconds. */
public final class LogFixture {
    public static final UUID SALE = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    public static final UUID KIM = UUID.fromString("01890a5d-ac97-7001-8000-000000000001");
    static final UUID LEE = UUID.fromString("01890a5d-ac97-7fff-8000-000000000002");
    static final UUID PARK = UUID.fromString("01890a5d-ac97-7003-8000-000000000003");
    public static final long OPENS = 100;
    static final long CLOSES = 200;

    public final Fold fold = new Fold(3);
    private long offset = 7;

    public Decision at(long millis, CouponRecord said) {
        return fold.apply(LogRecordCodec.write(3, offset++, millis, said));
    }

    /** The sale with this stock, scheduled and open. */
    static LogFixture openSale(long stock) {
        var log = new LogFixture();
        log.at(0, scheduled("schedule", stock));
        log.at(OPENS, new CampaignOpened(SALE, "open"));
        return log;
    }

    public static CampaignScheduled scheduled(String commandId, long stock) {
        return new CampaignScheduled(
                SALE,
                commandId,
                1,
                stock,
                1,
                CampaignMode.FIFO,
                null,
                Instant.ofEpochMilli(OPENS),
                Instant.ofEpochMilli(CLOSES),
                List.of(),
                null);
    }

    /** The sale, open, with this limit for each user and for these segments. */
    static LogFixture openSale(long stock, int limit, String... segments) {
        var log = new LogFixture();
        log.at(
                0,
                new CampaignScheduled(
                        SALE,
                        "schedule",
                        1,
                        stock,
                        limit,
                        CampaignMode.FIFO,
                        null,
                        Instant.ofEpochMilli(OPENS),
                        Instant.ofEpochMilli(CLOSES),
                        List.of(segments),
                        null));
        log.at(OPENS, new CampaignOpened(SALE, "open"));
        return log;
    }

    /** The offset of the record that came last. */
    long last() {
        return offset - 1;
    }

    public static IssueRequested request(UUID user) {
        return request(user, "client");
    }

    public static IssueRequested request(UUID user, String clientId, String... segments) {
        return new IssueRequested(SALE, user, clientId, List.of(segments), user, "salt", Instant.EPOCH);
    }

    static IssuingPaused paused(String commandId) {
        return new IssuingPaused(SALE, commandId, null);
    }

    static IssuingResumed resumed(String commandId) {
        return new IssuingResumed(SALE, commandId);
    }

    public static CampaignOpened opened(String commandId) {
        return new CampaignOpened(SALE, commandId);
    }

    public static CampaignClosed closed(String commandId, CloseCause cause) {
        return new CampaignClosed(SALE, commandId, cause);
    }
}
