package dev.firstcome.e2e.bench;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.crowd.CampaignPlan;
import dev.firstcome.e2e.crowd.Operator;
import dev.firstcome.e2e.waiting.Quiet;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.service.ServiceDefinition;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The shipped engine at work: while the coupon service is stopped by a signal (and so stays warm) requests are written
 * to the log; then it goes on, and a separate consumer counts the results from the first to the last.
 */
final class EngineRun implements AutoCloseable {
    /** Spread over the partitions by chance, as campaigns are. */
    private static final int CAMPAIGNS = 24;

    /** One in five gets a coupon, as in the demo. */
    private static final int REQUESTS_PER_COUPON = 5;

    private static final Duration OPENS_AFTER = Duration.ofSeconds(3);
    private static final Duration QUIET_BOUND = Duration.ofMinutes(3);

    private final LocalPlatform platform;
    private final int records;
    private final PrintStream out;
    private final Operator operator;
    private final Quiet quiet;
    private final ResultCounter results;
    private final KafkaProducer<byte[], byte[]> producer;
    private final SplittableRandom random = new SplittableRandom(1);

    EngineRun(PlatformDescription description, LocalPlatform platform, int records, PrintStream out) {
        this.platform = platform;
        this.records = records;
        this.out = out;
        this.operator = new Operator(
                URI.create(description.gatewayUrl()),
                description.operator().email(),
                description.operator().password());
        this.quiet = new Quiet(description.kafkaBootstrapServers());
        this.results = new ResultCounter(description.kafkaBootstrapServers());
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, description.kafkaBootstrapServers(),
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.LINGER_MS_CONFIG, "20",
                        ProducerConfig.BATCH_SIZE_CONFIG, "262144",
                        ProducerConfig.BUFFER_MEMORY_CONFIG, "67108864",
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000",
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    double resultsPerSecond() throws Exception {
        Map<UUID, Integer> campaigns = openCampaigns();
        quiet.comes(QUIET_BOUND);
        results.fromHere();
        platform.pause(ServiceDefinition.COUPON);
        try {
            write(campaigns);
        } finally {
            platform.resume(ServiceDefinition.COUPON);
        }
        Machine.Share share = new Machine.Share();
        double rate = results.perSecond(records / CAMPAIGNS * CAMPAIGNS, campaigns.keySet());
        out.printf(Locale.ROOT, "  the counting consumer took %.0f%% of the machine%n", share.percent());
        quiet.comes(QUIET_BOUND);
        return rate;
    }

    /** New campaigns each time, open, with the partitions that the service gave them. */
    private Map<UUID, Integer> openCampaigns() throws IOException, InterruptedException {
        Instant opensAt = Instant.now().plus(OPENS_AFTER);
        long stock = records / CAMPAIGNS / REQUESTS_PER_COUPON;
        List<UUID> made = new ArrayList<>();
        results.watchLog();
        for (int i = 0; i < CAMPAIGNS; i++) {
            made.add(operator.opens(new CampaignPlan("Benchmark", stock, opensAt, opensAt.plus(Duration.ofHours(1)))));
        }
        Map<UUID, Integer> partitions = new HashMap<>();
        Map<UUID, Integer> opened = results.openedCampaigns(made);
        made.forEach(campaign -> partitions.put(campaign, opened.get(campaign)));
        return partitions;
    }

    /** All campaigns in turn. Nothing is kept: what this process holds on to, it would collect while it measures. */
    private void write(Map<UUID, Integer> campaigns) {
        byte[] type = Requests.type();
        for (int round = 0; round < records / CAMPAIGNS; round++) {
            campaigns.forEach((campaign, partition) -> {
                byte[] key = campaign.toString().getBytes(StandardCharsets.UTF_8);
                byte[] value = Requests.of(campaign, random);
                var request = new ProducerRecord<>(Topics.COUPON_REQUESTS, partition, key, value);
                request.headers().add("ce_type", type);
                producer.send(request);
            });
        }
        producer.flush();
    }

    @Override
    public void close() throws IOException {
        producer.close(Duration.ofSeconds(5));
        results.close();
        quiet.close();
        operator.close();
    }
}
