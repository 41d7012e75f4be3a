package dev.firstcome.e2e.bench;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.load.CampaignPlan;
import dev.firstcome.e2e.load.Operator;
import dev.firstcome.e2e.waiting.QuiescenceAwaiter;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The shipped engine at work: while the coupon service is stopped by a signal (and so stays warm) requests are written
 * to the log; then it goes on, and the topic's ends tell when the first and the last result are there.
 */
final class EngineRun implements AutoCloseable {
    /** Spread over the partitions by chance, as campaigns are. */
    private static final int CAMPAIGNS = 36;

    /** One in five gets a coupon, as in the demo. */
    private static final int REQUESTS_PER_COUPON = 5;

    private static final Duration OPENS_AFTER = Duration.ofSeconds(3);
    private static final Duration QUIET_BOUND = Duration.ofMinutes(3);

    private final LocalPlatform platform;
    private final int records;
    private final Operator operator;
    private final QuiescenceAwaiter quiet;
    private final ResultCounter results;
    private final KafkaProducer<byte[], byte[]> producer;
    private final SplittableRandom random = new SplittableRandom(1);

    EngineRun(PlatformDescription description, LocalPlatform platform, int records) {
        this.platform = platform;
        this.records = records;
        this.operator = Operator.of(description);
        this.quiet = new QuiescenceAwaiter(description.kafka());
        this.results = new ResultCounter(description.kafka());
        this.producer = new KafkaProducer<>(
                settings(description.kafka()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Of a producer that writes requests in bulk. */
    static Map<String, Object> settings(PlatformDescription.Kafka kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.settings(ServiceDefinition.COUPON));
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "20");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, "65536");
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, "67108864");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        return settings;
    }

    double resultsPerSecond() throws Exception {
        Map<UUID, Integer> campaigns = openCampaigns();
        becomesQuiet();
        results.fromHere();
        platform.pause(ServiceDefinition.COUPON);
        try {
            write(campaigns);
        } finally {
            platform.resume(ServiceDefinition.COUPON);
        }
        double rate = results.perSecond(records);
        becomesQuiet();
        return rate;
    }

    private void becomesQuiet() throws InterruptedException {
        quiet.comes(QUIET_BOUND);
        Machine.becomesIdle();
    }

    /** New campaigns each time, open, with the partitions that the service gave them. */
    private Map<UUID, Integer> openCampaigns() throws IOException, InterruptedException {
        Instant opensAt = Instant.now().plus(OPENS_AFTER);
        long stock = records / CAMPAIGNS / REQUESTS_PER_COUPON;
        List<UUID> made = new ArrayList<>();
        results.watchLog();
        for (int i = 0; i < CAMPAIGNS; i++) {
            made.add(operator.opens(
                    new CampaignPlan("Benchmark", stock, null, opensAt, opensAt.plus(Duration.ofHours(1)))));
        }
        Map<UUID, Integer> partitions = new HashMap<>();
        Map<UUID, Integer> opened = results.openedCampaigns(made);
        made.forEach(campaign -> partitions.put(campaign, opened.get(campaign)));
        return partitions;
    }

    /**
     * The same number to every partition that has campaigns, as the bare script has for every master, and there to each
     * campaign in turn. Nothing is kept: what this process holds on to, it would collect while it measures.
     */
    private void write(Map<UUID, Integer> campaigns) {
        List<Map.Entry<Integer, List<UUID>>> partitions = campaigns.keySet().stream()
                .collect(Collectors.groupingBy(campaigns::get, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .toList();
        byte[] type = Requests.type();
        for (int i = 0; i < records; i++) {
            Map.Entry<Integer, List<UUID>> partition = partitions.get(i % partitions.size());
            List<UUID> there = partition.getValue();
            UUID campaign = there.get(i / partitions.size() % there.size());
            byte[] key = campaign.toString().getBytes(StandardCharsets.UTF_8);
            byte[] value = Requests.of(campaign, random);
            var request = new ProducerRecord<>(Topics.COUPON_REQUESTS, partition.getKey(), key, value);
            request.headers().add("ce_type", type);
            producer.send(request);
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
