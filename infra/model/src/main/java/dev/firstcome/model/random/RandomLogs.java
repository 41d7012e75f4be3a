package dev.firstcome.model.random;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.log.CampaignClosed;
import dev.firstcome.contracts.coupon.log.CampaignOpened;
import dev.firstcome.contracts.coupon.log.CampaignPurged;
import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.contracts.coupon.log.CouponGranted;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.log.CouponRevoked;
import dev.firstcome.contracts.coupon.log.DrawRevealed;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.contracts.coupon.log.IssuingPaused;
import dev.firstcome.contracts.coupon.log.IssuingResumed;
import dev.firstcome.contracts.coupon.log.RulesActivated;
import dev.firstcome.contracts.coupon.log.StockAdded;
import dev.firstcome.contracts.coupon.log.UserBlocked;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.log.LogRecordCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Generates random logs of one partition. The same seed generates the same log. The logs have few users, small stocks,
 * short campaigns, pauses, draws, segments, limits above one, and both versions of the rules. They also have early and
 * repeated commands, unknown campaigns, decreasing times, gaps and unreadable records. No log stops the fold.
 */
public final class RandomLogs {
    private static final long START = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
    private static final int STEP_MAX_MILLIS = 20;
    private static final List<String> ODD_COMMAND_IDS =
            List.of("", " ", "a:b{c}", "line\nbreak", "tab\t\"quote\"", "쿠폰", "0", "c1 c2");

    private static final List<Long> IMPOSSIBLE_STOCKS =
            List.of(0L, -1L, Long.MIN_VALUE, 1L << 32, 1L << 40, Long.MAX_VALUE);

    private static final List<String> SEGMENTS = List.of("vip", "new", "", "쿠폰 {친구}");
    private static final List<String> SEEDS = List.of("5eed".repeat(16), "0".repeat(64));
    private static final List<String> SEED_HASHES = List.of(
            "f9fa5c699354e46a448f75765ae99bf06741d541ab6c337c0f3722850adbb136",
            "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
    private static final List<String> ODD_SEEDS =
            List.of("", "5EED".repeat(16), "5eed".repeat(15), "5eed".repeat(15) + "5ee쿠", "5eed".repeat(17));
    private static final List<String> GRANT_IDS = List.of("sorry", "sorry again", "");
    private static final List<Instant> ODD_TIMES = List.of(
            Instant.MIN,
            Instant.MAX,
            Instant.EPOCH,
            Instant.EPOCH.minusNanos(1),
            Instant.ofEpochMilli(1L << 47),
            Instant.ofEpochMilli((1L << 47) - 1));

    private final Random random;
    private final JsonFieldVariations fields;
    private final int size;
    private final int partition;
    private final List<UUID> campaigns;
    private final List<UUID> users;
    private final List<String> commandIds = new ArrayList<>();
    private final List<LogRecord> log = new ArrayList<>();
    /** The opening and closing times. Records with exactly these times test whether a bound is inclusive. */
    private final NavigableSet<Long> moments = new TreeSet<>();

    private long offset;
    private long time = START;
    private UUID lastUser;

    private RandomLogs(long seed, int partition, int size) {
        this.random = new Random(seed);
        this.fields = new JsonFieldVariations(random);
        this.size = size;
        this.partition = partition;
        this.campaigns = ids(2 + random.nextInt(4));
        this.users = ids(2 + random.nextInt(40));
        this.lastUser = users.getFirst();
        this.offset = random.nextInt(3) == 0 ? random.nextInt(10_000) : 0;
    }

    /** Returns {@code size} records of this partition, with increasing offsets. */
    public static List<LogRecord> of(long seed, int partition, int size) {
        return new RandomLogs(seed, partition, size).generate();
    }

    /** As {@link #of}, without purges, so no campaign is scheduled again with the same id. */
    public static List<LogRecord> withoutPurges(long seed, int partition, int size) {
        return of(seed, partition, size).stream()
                .filter(record -> !(LogRecordCodec.read(record).orElse(null) instanceof CampaignPurged))
                .toList();
    }

    private List<LogRecord> generate() {
        while (log.size() < size) {
            LogRecord record = likely(10) ? RecordCorruption.random(random, next()) : next();
            log.add(record);
            advance();
        }
        return List.copyOf(log);
    }

    private void advance() {
        offset += likely(10) ? 2 + random.nextInt(likely(5) ? 6_000 : 4) : 1;
        if (moments.contains(time) && likely(80)) {
            return;
        }
        // The clock of a new leader may be behind the clock of the previous leader.
        time += likely(8) ? -random.nextInt(5 * STEP_MAX_MILLIS) : random.nextInt(STEP_MAX_MILLIS);
        Long moment = moments.ceiling(time);
        if (likely(20) && moment != null && moment - time < 10 * STEP_MAX_MILLIS) {
            time = moment;
        }
    }

    private LogRecord next() {
        boolean first = log.size() < campaigns.size() && !likely(15);
        CouponRecord record = first ? schedule(campaigns.get(log.size())) : randomRecord();
        LogRecord plain = LogRecordCodec.write(partition, offset, time, record);
        Map<String, @Nullable Object> body = fields.of(record);
        return new LogRecord(partition, offset, time, plain.key(), plain.type(), fields.write(body));
    }

    private CouponRecord randomRecord() {
        UUID campaign = likely(4) ? id() : one(campaigns);
        if (moments.contains(time) && likely(15)) {
            return new CampaignClosed(campaign, commandId(), CloseCause.TIME);
        }
        int dice = random.nextInt(100);
        if (dice < 4) {
            return schedule(campaign);
        }
        if (dice < 15) {
            return likely(40)
                    ? new DrawRevealed(campaign, commandId(), likely(10) ? one(ODD_SEEDS) : one(SEEDS))
                    : new CampaignOpened(campaign, commandId());
        }
        if (dice < 17) {
            return new CampaignClosed(campaign, commandId(), fields.cause());
        }
        if (dice < 19) {
            return new CampaignPurged(campaign, commandId(), through());
        }
        return dice < 31 ? operatorCommand(campaign) : request(campaign);
    }

    private CouponRecord operatorCommand(UUID campaign) {
        return switch (random.nextInt(12)) {
            case 0 ->
                new StockAdded(campaign, commandId(), likely(20) ? one(IMPOSSIBLE_STOCKS) : 1 + random.nextInt(4));
            case 1, 2, 3 -> new IssuingPaused(campaign, commandId(), until());
            case 4, 5, 6 -> new IssuingResumed(campaign, commandId());
            case 7, 8 -> new UserBlocked(campaign, commandId(), likely(60) ? lastUser : one(users));
            case 9 -> new CouponRevoked(campaign, commandId(), id(), one(users), likely(50) ? "an error" : null);
            case 10 ->
                new CouponGranted(campaign, commandId(), one(GRANT_IDS), one(users), likely(50) ? "미안합니다" : null);
            default -> new RulesActivated(campaign, commandId(), rules());
        };
    }

    /** Mostly slightly behind the log, as a published offset is; sometimes impossible. */
    private long through() {
        return likely(15) ? one(IMPOSSIBLE_STOCKS) : offset - 1 - random.nextInt(likely(50) ? 3 : 60);
    }

    private @Nullable Instant until() {
        if (likely(30)) {
            return null;
        }
        return likely(10) ? one(ODD_TIMES) : withinMillisecond(time + random.nextInt(10_000));
    }

    private IssueRequested request(UUID campaign) {
        lastUser = one(users);
        return new IssueRequested(
                campaign,
                lastUser,
                likely(10) ? one(ODD_COMMAND_IDS) : "client-" + random.nextInt(5),
                likely(30) ? List.of("new", one(SEGMENTS)) : List.of(),
                id(),
                "c2FsdHNhbHRzYWx0c2FsdA",
                Instant.ofEpochMilli(time - random.nextInt(100)));
    }

    /** Opens within the first third of the log and closes at any later time. Some terms are invalid. */
    private CampaignScheduled schedule(UUID campaign) {
        long span = (long) size * STEP_MAX_MILLIS / 3;
        long opens = START + random.nextLong(span / 2 + 1);
        long closes = likely(6) ? opens - random.nextInt(2) : opens + 1 + random.nextLong(2 * span + 1);
        moments.addAll(List.of(opens, closes));
        CampaignMode mode = likely(35) ? CampaignMode.DRAW : CampaignMode.FIFO;
        return new CampaignScheduled(
                campaign,
                commandId(),
                rules(),
                likely(4) ? one(IMPOSSIBLE_STOCKS) : 1 + random.nextInt(8),
                likely(40) ? random.nextInt(5) : 1,
                mode,
                mode == CampaignMode.DRAW && !likely(3)
                        ? withinMillisecond(opens - (likely(5) ? 0 : random.nextLong(span / 2 + 1)))
                        : null,
                likely(1) ? one(ODD_TIMES) : withinMillisecond(opens),
                likely(2) ? one(ODD_TIMES) : withinMillisecond(closes),
                likely(20) ? List.of("vip", one(SEGMENTS)) : List.of(),
                mode == CampaignMode.DRAW ? seedHash() : null);
    }

    private String seedHash() {
        if (likely(4)) {
            return one(ODD_SEEDS);
        }
        return one(SEED_HASHES);
    }

    private int rules() {
        return likely(70) ? 2 : 1;
    }

    /** Adds a fraction of a millisecond, because times are compared in whole milliseconds. */
    private Instant withinMillisecond(long millis) {
        return Instant.ofEpochMilli(millis).plusNanos(likely(30) ? random.nextInt(1_000_000) : 0);
    }

    private String commandId() {
        if (!commandIds.isEmpty() && likely(20)) {
            return one(commandIds);
        }
        String id = likely(10) ? one(ODD_COMMAND_IDS) : "command-" + random.nextInt(1_000_000);
        commandIds.add(id);
        return id;
    }

    private List<UUID> ids(int count) {
        return Stream.generate(this::id).limit(count).toList();
    }

    /** Returns a UUID of version 7 with a time before the start of the log and a random bucket. */
    private UUID id() {
        long millis = START - random.nextInt(1_000_000);
        return new UUID(
                millis << 16 | 0x7000 | random.nextInt(4096), Long.MIN_VALUE | random.nextLong() & (1L << 62) - 1);
    }

    private boolean likely(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
