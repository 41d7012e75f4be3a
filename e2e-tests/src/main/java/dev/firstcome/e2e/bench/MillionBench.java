package dev.firstcome.e2e.bench;

import dev.firstcome.contracts.EventType;
import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.contracts.coupon.RequestRejected;
import dev.firstcome.e2e.load.CampaignPlan;
import dev.firstcome.e2e.load.Operator;
import dev.firstcome.e2e.waiting.QuiescenceAwaiter;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One campaign, a million requests in its log and a coupon for every tenth: each outcome is compared with what it must be,
 * and each coupon has to be in a wallet. Prints what it takes in time and memory.
 */
final class MillionBench {
    private static final int REQUESTS = 1_000_000;
    private static final int STOCK = 100_000;

    /** One in so many asks again who asked before. */
    private static final int ASKS_AGAIN = 20;

    private static final Duration OPENS_AFTER = Duration.ofSeconds(3);
    private static final Duration QUIET_BOUND = Duration.ofMinutes(10);
    private static final byte[] ISSUED =
            CouponIssued.class.getAnnotation(EventType.class).value().getBytes(StandardCharsets.UTF_8);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PlatformDescription description;
    private final LocalPlatform platform;
    private final PrintStream out;
    private final SplittableRandom random = new SplittableRandom(3);
    private final List<UUID> users = new ArrayList<>(REQUESTS);

    MillionBench(PlatformDescription description, PrintStream out) {
        this.description = description;
        this.platform = LocalPlatform.open(Path.of(description.dataDirectory()));
        this.out = out;
    }

    /** @throws IllegalStateException if an outcome is another than it must be, or a coupon is in no wallet */
    void run() throws IOException, InterruptedException, SQLException {
        try (Operator operator = Operator.of(description);
                ResultCounter results = new ResultCounter(description.kafka());
                QuiescenceAwaiter quiet = new QuiescenceAwaiter(description.kafka());
                Memory memory = new Memory(description, platform)) {
            results.watchLog();
            UUID campaign = opens(operator);
            int partition = Objects.requireNonNull(
                    results.openedCampaigns(List.of(campaign)).get(campaign));
            quiet.comes(QUIET_BOUND);
            long redisBefore = memory.redisBytes();
            results.fromHere();
            platform.pause(ServiceDefinition.COUPON);
            long first;
            try {
                first = write(campaign, partition);
            } finally {
                platform.resume(ServiceDefinition.COUPON);
            }
            memory.service().forgetPeak();
            double rate = results.rate(REQUESTS);
            out.printf(Locale.ROOT, "%,d requests in one partition: %,.0f results/s%n", REQUESTS, rate);
            Duration behind = quiet.comes(QUIET_BOUND);
            out.printf(Locale.ROOT, "everything worked off %,d ms later%n", behind.toMillis());
            long redis = memory.redisBytes() - redisBefore;
            out.printf(
                    Locale.ROOT,
                    "coupon Redis: %,d MiB more on its masters, %,d bytes a request; coupon service: at most %,d MiB resident%n",
                    redis / Memory.MEBIBYTE,
                    redis / REQUESTS,
                    memory.service().peakBytes() / Memory.MEBIBYTE);
            requireExact(results, first);
            requireInWallets(campaign);
        }
    }

    private UUID opens(Operator operator) throws IOException, InterruptedException {
        Instant opensAt = Instant.now().plus(OPENS_AFTER);
        return operator.opens(new CampaignPlan("A million", STOCK, null, opensAt, opensAt.plus(Duration.ofHours(1))));
    }

    /** The offset of the first; nobody else writes to a partition whose intake stands still. */
    private long write(UUID campaign, int partition) {
        byte[] key = campaign.toString().getBytes(StandardCharsets.UTF_8);
        byte[] type = Requests.type();
        long[] firstOffset = {Long.MAX_VALUE};
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                EngineRun.settings(description.kafka()), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < REQUESTS; i++) {
                UUID user = i % ASKS_AGAIN == ASKS_AGAIN - 1 ? users.get(random.nextInt(i)) : Requests.userId(random);
                users.add(user);
                var request = new ProducerRecord<>(
                        Topics.COUPON_REQUESTS, partition, key, Requests.of(campaign, user, random));
                request.headers().add("ce_type", type);
                producer.send(request, (place, failed) -> {
                    if (failed == null) {
                        firstOffset[0] = Math.min(firstOffset[0], place.offset()); // in the producer's one thread
                    }
                });
            }
        }
        return firstOffset[0];
    }

    /** Of each request what it must be by the rules alone, and of each exactly one. */
    private void requireExact(ResultCounter results, long first) {
        @Nullable CouponResult[] told = new CouponResult[REQUESTS];
        results.read(REQUESTS, record -> {
            CouponResult result = read(record.headers().lastHeader("ce_type").value(), record.value());
            int number = Math.toIntExact(result.offset() - first);
            require(told[number] == null, number, "was told twice");
            told[number] = result;
        });
        Set<UUID> holders = new HashSet<>();
        for (int i = 0; i < REQUESTS; i++) {
            CouponResult result = told[i];
            UUID user = users.get(i);
            require(result != null && result.userId().equals(user), i, "is not told to its user");
            if (holders.contains(user)) {
                require(isRejected(result, RejectReason.DUPLICATE), i, "is no duplicate");
            } else if (holders.size() < STOCK) {
                holders.add(user);
                long sequence = result instanceof CouponIssued issued ? issued.sequence() : 0;
                require(sequence == holders.size(), i, "has not the next coupon");
            } else {
                require(isRejected(result, RejectReason.SOLD_OUT), i, "is not told that all are gone");
            }
        }
        out.printf(Locale.ROOT, "exact: %,d outcomes are what they must be, %,d coupons%n", REQUESTS, holders.size());
    }

    private static boolean isRejected(@Nullable CouponResult result, RejectReason reason) {
        return result instanceof RequestRejected rejected && rejected.reason() == reason;
    }

    private static CouponResult read(byte[] type, byte[] body) {
        Class<? extends CouponResult> kind = Arrays.equals(type, ISSUED) ? CouponIssued.class : RequestRejected.class;
        return JSON.readValue(body, kind);
    }

    private static void require(boolean right, int request, String otherwise) {
        if (!right) {
            throw new IllegalStateException("request number %d %s".formatted(request, otherwise));
        }
    }

    private void requireInWallets(UUID campaign) throws SQLException {
        long rows = Wallets.coupons(description, campaign);
        if (rows != STOCK) {
            throw new IllegalStateException("%d coupons in the wallets, not %d".formatted(rows, STOCK));
        }
        out.printf(Locale.ROOT, "%,d coupons in the wallets%n", rows);
    }
}
