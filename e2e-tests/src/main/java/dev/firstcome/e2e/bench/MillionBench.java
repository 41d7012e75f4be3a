package dev.firstcome.e2e.bench;

import dev.firstcome.contracts.EventType;
import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.contracts.coupon.result.RequestRejected;
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
 * Writes one million requests to the log of one campaign with 100,000 coupons. Every outcome is compared with the
 * expected one, and every coupon must be in a wallet. Prints the duration and the memory.
 */
final class MillionBench {
    private static final int REQUESTS = 1_000_000;
    private static final int STOCK = 100_000;

    /** One request in this many comes from a user who already has one. */
    private static final int DUPLICATE_EVERY = 20;

    private static final Duration OPENS_AFTER = Duration.ofSeconds(3);
    private static final Duration QUIESCENCE_BOUND = Duration.ofMinutes(10);
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

    /** @throws IllegalStateException if an outcome is wrong or a coupon is missing in the wallets */
    void run() throws IOException, InterruptedException, SQLException {
        try (Operator operator = Operator.of(description);
                ResultCounter results = new ResultCounter(description.kafka());
                QuiescenceAwaiter quiescence = new QuiescenceAwaiter(description.kafka());
                Memory memory = new Memory(description, platform)) {
            results.seekToEndOfRequests();
            UUID campaign = createCampaign(operator);
            int partition = Objects.requireNonNull(
                    results.awaitOpened(List.of(campaign)).get(campaign));
            quiescence.await(QUIESCENCE_BOUND);
            long redisBefore = memory.redisBytes();
            results.seekToEndOfResults();
            platform.pause(ServiceDefinition.COUPON);
            long first;
            try {
                first = write(campaign, partition);
            } finally {
                platform.resume(ServiceDefinition.COUPON);
            }
            memory.service().resetPeak();
            double rate = results.rate(REQUESTS);
            out.printf(Locale.ROOT, "%,d requests in one partition: %,.0f results/s%n", REQUESTS, rate);
            Duration lag = quiescence.await(QUIESCENCE_BOUND);
            out.printf(Locale.ROOT, "all backlogs processed %,d ms later%n", lag.toMillis());
            long redis = memory.redisBytes() - redisBefore;
            out.printf(
                    Locale.ROOT,
                    "coupon Redis masters: +%,d MiB, %,d bytes per request; coupon service: peak %,d MiB resident%n",
                    redis / Memory.MEBIBYTE,
                    redis / REQUESTS,
                    memory.service().peakBytes() / Memory.MEBIBYTE);
            requireExact(results, first);
            requireInWallets(campaign);
        }
    }

    private UUID createCampaign(Operator operator) throws IOException, InterruptedException {
        Instant opensAt = Instant.now().plus(OPENS_AFTER);
        return operator.createCampaign(
                new CampaignPlan("A million", STOCK, null, opensAt, opensAt.plus(Duration.ofHours(1))));
    }

    /** Writes all requests and returns the first offset. The suspended service writes nothing to the partition. */
    private long write(UUID campaign, int partition) {
        byte[] key = campaign.toString().getBytes(StandardCharsets.UTF_8);
        byte[] type = Requests.type();
        long[] firstOffset = {Long.MAX_VALUE};
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                EngineRun.settings(description.kafka()), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < REQUESTS; i++) {
                UUID user = i % DUPLICATE_EVERY == DUPLICATE_EVERY - 1
                        ? users.get(random.nextInt(i))
                        : Requests.userId(random);
                users.add(user);
                var request = new ProducerRecord<>(
                        Topics.COUPON_REQUESTS, partition, key, Requests.of(campaign, user, random));
                request.headers().add("ce_type", type);
                producer.send(request, (metadata, failure) -> {
                    if (failure == null) {
                        // callbacks run in the producer's single I/O thread
                        firstOffset[0] = Math.min(firstOffset[0], metadata.offset());
                    }
                });
            }
        }
        return firstOffset[0];
    }

    /** Requires exactly one result per request, equal to the result that the rules determine. */
    private void requireExact(ResultCounter results, long first) {
        @Nullable CouponResult[] outcomes = new CouponResult[REQUESTS];
        results.read(REQUESTS, record -> {
            CouponResult result = read(record.headers().lastHeader("ce_type").value(), record.value());
            int number = Math.toIntExact(result.offset() - first);
            require(outcomes[number] == null, number, "has more than one result");
            outcomes[number] = result;
        });
        Set<UUID> holders = new HashSet<>();
        for (int i = 0; i < REQUESTS; i++) {
            CouponResult result = outcomes[i];
            UUID user = users.get(i);
            require(result != null && result.userId().equals(user), i, "has no result for its user");
            if (holders.contains(user)) {
                require(isRejected(result, RejectReason.DUPLICATE), i, "was not rejected as a duplicate");
            } else if (holders.size() < STOCK) {
                holders.add(user);
                long sequence = result instanceof CouponIssued issued ? issued.sequence() : 0;
                require(sequence == holders.size(), i, "did not get the next coupon");
            } else {
                require(isRejected(result, RejectReason.SOLD_OUT), i, "was not rejected as sold out");
            }
        }
        out.printf(Locale.ROOT, "exact: all %,d outcomes are correct, %,d coupons issued%n", REQUESTS, holders.size());
    }

    private static boolean isRejected(@Nullable CouponResult result, RejectReason reason) {
        return result instanceof RequestRejected rejected && rejected.reason() == reason;
    }

    private static CouponResult read(byte[] type, byte[] body) {
        Class<? extends CouponResult> kind = Arrays.equals(type, ISSUED) ? CouponIssued.class : RequestRejected.class;
        return JSON.readValue(body, kind);
    }

    private static void require(boolean valid, int request, String problem) {
        if (!valid) {
            throw new IllegalStateException("request number %d %s".formatted(request, problem));
        }
    }

    private void requireInWallets(UUID campaign) throws SQLException {
        long rows = Wallets.coupons(description, campaign);
        if (rows != STOCK) {
            throw new IllegalStateException("the wallets contain %d coupons, expected %d".formatted(rows, STOCK));
        }
        out.printf(Locale.ROOT, "wallets: %,d coupons%n", rows);
    }
}
