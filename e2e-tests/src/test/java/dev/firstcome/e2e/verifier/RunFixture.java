package dev.firstcome.e2e.verifier;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.log.CampaignOpened;
import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.contracts.coupon.log.IssuingPaused;
import dev.firstcome.contracts.coupon.log.IssuingResumed;
import dev.firstcome.contracts.coupon.log.StockAdded;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import dev.firstcome.e2e.verifier.ClientHistory.ObservedStatus;
import dev.firstcome.e2e.verifier.ClientHistory.Outcome;
import dev.firstcome.e2e.verifier.ClientHistory.RecordedAttempt;
import dev.firstcome.e2e.verifier.ClientHistory.Status;
import dev.firstcome.e2e.verifier.Evidence.DeadLetter;
import dev.firstcome.e2e.verifier.Evidence.LiveState;
import dev.firstcome.e2e.verifier.Evidence.PublishedResult;
import dev.firstcome.e2e.verifier.Evidence.WalletRow;
import dev.firstcome.model.ExpectedResults;
import dev.firstcome.model.Fold;
import dev.firstcome.model.hashing.CouponIds;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.log.LogRecordCodec;
import dev.firstcome.model.state.PartitionState;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A small valid run that tests can corrupt: three coupons; Kim sends two requests, then Lee, Park, Choi and Dana send
 * one each. The last record is unreadable. Only Kim and Choi poll their status.
 */
final class RunFixture {
    static final int PARTITION = 3;
    static final UUID SALE = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    static final UUID KIM = user(1);
    static final UUID LEE = user(2);
    static final UUID PARK = user(3);
    static final UUID CHOI = user(4);
    static final UUID DANA = user(5);
    static final UUID EUN = user(6);
    static final UUID FEI = user(7);

    /** The offsets of the records; offset 12 is a transaction marker. */
    static final long KIM_AT = 10;

    static final long KIM_DUPLICATE_AT = 11;
    static final long LEE_AT = 13;
    static final long PARK_AT = 14;
    static final long CHOI_AT = 15;
    static final long DANA_AT = 16;
    static final long UNREADABLE_AT = 17;
    static final long EUN_AT = 19;
    static final long FEI_AT = 20;
    static final long RESUMED_AT = 22;

    private static final String TOPIC_ID = "topic-1";
    private static final long OPENS = 1_000;
    private static final long CLOSES = 2_000;

    final List<LogRecord> log = new ArrayList<>();
    final List<PublishedResult> results = new ArrayList<>();
    final List<IssueProgress> progress = new ArrayList<>();
    final List<DeadLetter> deadLetters = new ArrayList<>();
    final Map<Integer, LiveState> live = new HashMap<>();
    final List<String> liveFaults = new ArrayList<>();
    final List<WalletRow> wallet = new ArrayList<>();
    final List<RecordedAttempt> attempts = new ArrayList<>();
    final List<ObservedStatus> statuses = new ArrayList<>();
    long logStart;

    RunFixture() {
        this(false);
    }

    /** Adds a pause to the run: two requests are deferred, and one gets a coupon from added stock. */
    static RunFixture withPause() {
        return new RunFixture(true);
    }

    private RunFixture(boolean pause) {
        write(8, scheduled());
        write(9, new CampaignOpened(SALE, "open"));
        request(KIM, KIM_AT, "first");
        request(KIM, KIM_DUPLICATE_AT, "second");
        request(LEE, LEE_AT, "first");
        request(PARK, PARK_AT, "first");
        request(CHOI, CHOI_AT, "first");
        request(DANA, DANA_AT, "first");
        var unreadable = new LogRecord(PARTITION, UNREADABLE_AT, OPENS, null, null, new byte[] {1});
        log.add(unreadable);
        deadLetters.add(deadLetter(UNREADABLE_AT, unreadable.value()));
        if (pause) {
            write(18, new IssuingPaused(SALE, "pause", null));
            request(EUN, EUN_AT, "first");
            request(FEI, FEI_AT, "first");
            write(21, new StockAdded(SALE, "more", 1));
            write(RESUMED_AT, new IssuingResumed(SALE, "resume"));
            progress.add(new IssueProgress(TOPIC_ID, PARTITION, RESUMED_AT, 1, 0));
        }
        PartitionState state = decide();
        live.put(PARTITION, new LiveState(TOPIC_ID, 1, state));
        progress.add(new IssueProgress(TOPIC_ID, PARTITION, 9, 1, 0));
        progress.add(new IssueProgress(TOPIC_ID, PARTITION, UNREADABLE_AT, 1, 0));
        fillWallet(state);
        observe(KIM, KIM_AT, "WAITING", null, null);
        observe(KIM, KIM_AT, "ISSUED", null, 1L);
        observe(CHOI, CHOI_AT, "REJECTED", "SOLD_OUT", null);
    }

    Evidence evidence() {
        return new Evidence(
                TOPIC_ID,
                Map.of(PARTITION, logStart),
                log,
                results,
                progress,
                deadLetters,
                live,
                liveFaults,
                wallet,
                new ClientHistory.Snapshot(attempts, statuses));
    }

    void publish(CouponResult result) {
        String position = result.partition() + "-" + result.offset();
        results.add(new PublishedResult(
                result.userId().toString(), LogRecordCodec.typeOf(result.getClass()), position, result));
    }

    void withdraw(long offset) {
        results.removeIf(
                published -> published.result() != null && published.result().offset() == offset);
    }

    /** Replaces the published result of the offset. */
    void replaceWithIssued(UUID user, long offset, long sequence) {
        withdraw(offset);
        publish(issued(user, offset, sequence));
    }

    void replaceWithRejected(UUID user, long offset, RejectReason reason) {
        withdraw(offset);
        publish(rejected(user, offset, reason));
    }

    static CouponIssued issued(UUID user, long offset, long sequence) {
        UUID couponId = CouponIds.of(SALE, user, sequence);
        return new CouponIssued(PARTITION, offset, SALE, user, couponId, sequence, 1, Instant.ofEpochMilli(OPENS));
    }

    static RequestRejected rejected(UUID user, long offset, RejectReason reason) {
        return new RequestRejected(PARTITION, offset, SALE, user, reason, null, Instant.ofEpochMilli(OPENS));
    }

    static DeadLetter deadLetter(long offset, byte @Nullable [] value) {
        return new DeadLetter(Topics.COUPON_REQUESTS, Integer.toString(PARTITION), Long.toString(offset), null, value);
    }

    void observe(UUID user, long offset, String state, @Nullable String reason, @Nullable Long sequence) {
        UUID couponId = sequence == null ? null : CouponIds.of(SALE, user, sequence);
        var status = new Status(requestId(offset), state, reason, sequence, couponId);
        statuses.add(new ObservedStatus(SALE, user, status, statuses.size()));
    }

    /** Returns an attempt that starts at 10 times the offset and takes 5 nanoseconds. */
    static RecordedAttempt attempt(UUID user, long offset, @Nullable String clientId, Outcome outcome) {
        return new RecordedAttempt(SALE, user, clientId, 10 * offset, 10 * offset + 5, outcome);
    }

    static Outcome accepted(long offset) {
        return new Outcome.Accepted(requestId(offset));
    }

    static String requestId(long offset) {
        byte[] bytes = ByteBuffer.allocate(18)
                .putShort((short) PARTITION)
                .putLong(offset)
                .putLong(42)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    void write(long offset, CouponRecord record) {
        log.add(LogRecordCodec.write(PARTITION, offset, OPENS, record));
    }

    static IssueRequested request(UUID user, String clientId) {
        return new IssueRequested(SALE, user, clientId, List.of(), user, "salt", Instant.EPOCH);
    }

    private void request(UUID user, long offset, String clientId) {
        write(offset, request(user, clientId));
        attempts.add(attempt(user, offset, clientId, accepted(offset)));
    }

    private PartitionState decide() {
        var fold = new Fold(PARTITION);
        for (LogRecord record : log) {
            ExpectedResults.of(record, fold.apply(record)).ifPresent(this::publish);
            fold.deferredDecisions().forEach(late -> publish(ExpectedResults.of(record, late)));
        }
        return fold.state();
    }

    private void fillWallet(PartitionState state) {
        state.campaigns()
                .forEach((campaign, known) -> known.holders()
                        .forEach((user, holdings) -> holdings.stream()
                                .filter(holding -> !holding.deferred())
                                .forEach(coupon -> wallet.add(new WalletRow(
                                        "pg-1",
                                        (int) (user.getMostSignificantBits() & 0xFFF),
                                        CouponIds.of(campaign, user, coupon.number()),
                                        user,
                                        campaign,
                                        0,
                                        coupon.number(),
                                        coupon.ordinal(),
                                        PARTITION,
                                        coupon.offset(),
                                        false)))));
    }

    private static CampaignScheduled scheduled() {
        return new CampaignScheduled(
                SALE,
                "schedule",
                1,
                3,
                1,
                CampaignMode.FIFO,
                null,
                Instant.ofEpochMilli(OPENS),
                Instant.ofEpochMilli(CLOSES),
                List.of(),
                null);
    }

    private static UUID user(int number) {
        return new UUID(0x01890a5dac977000L | number, Long.MIN_VALUE | number);
    }
}
