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
 * Measures the issuing engine of the coupon service. A run suspends the process, so that it stays warm, writes requests
 * to the log, and resumes it. The end offsets of the result topic show when the first and the last result are
 * published.
 */
final class EngineRun implements AutoCloseable {
    /** Campaigns get random partitions, as in production. */
    private static final int CAMPAIGNS = 36;

    /** One user in five gets a coupon, as in the demo. */
    private static final int REQUESTS_PER_COUPON = 5;

    private static final Duration OPENS_AFTER = Duration.ofSeconds(3);
    private static final Duration QUIESCENCE_BOUND = Duration.ofMinutes(3);

    private final LocalPlatform platform;
    private final int records;
    private final Operator operator;
    private final QuiescenceAwaiter quiescence;
    private final ResultCounter results;
    private final KafkaProducer<byte[], byte[]> producer;
    private final SplittableRandom random = new SplittableRandom(1);

    EngineRun(PlatformDescription description, LocalPlatform platform, int records) {
        this.platform = platform;
        this.records = records;
        this.operator = Operator.of(description);
        this.quiescence = new QuiescenceAwaiter(description.kafka());
        this.results = new ResultCounter(description.kafka());
        this.producer = new KafkaProducer<>(
                settings(description.kafka()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The settings of a producer that writes requests in bulk. */
    private static Map<String, Object> settings(PlatformDescription.Kafka kafka) {
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
        awaitQuiescence();
        results.seekToEndOfResults();
        platform.pause(ServiceDefinition.COUPON);
        try {
            write(campaigns);
        } finally {
            platform.resume(ServiceDefinition.COUPON);
        }
        double rate = results.perSecond(records);
        awaitQuiescence();
        return rate;
    }

    private void awaitQuiescence() throws InterruptedException {
        quiescence.await(QUIESCENCE_BOUND);
        Machine.awaitIdle();
    }

    /** Creates the campaigns of a run and waits until they are open; returns their partitions. */
    private Map<UUID, Integer> openCampaigns() throws IOException, InterruptedException {
        Instant opensAt = Instant.now().plus(OPENS_AFTER);
        long stock = records / CAMPAIGNS / REQUESTS_PER_COUPON;
        List<UUID> created = new ArrayList<>();
        results.seekToEndOfRequests();
        for (int i = 0; i < CAMPAIGNS; i++) {
            created.add(operator.createCampaign(
                    new CampaignPlan("Benchmark", stock, null, opensAt, opensAt.plus(Duration.ofHours(1)))));
        }
        Map<UUID, Integer> partitions = new HashMap<>();
        Map<UUID, Integer> opened = results.awaitOpened(created);
        created.forEach(campaign -> partitions.put(campaign, opened.get(campaign)));
        return partitions;
    }

    /**
     * Writes the same number of requests to every partition with campaigns, as the bare script does per master, and
     * distributes them over the partition's campaigns in turn. Nothing is retained, so that this process does not
     * collect garbage during the measurement.
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
            List<UUID> local = partition.getValue();
            UUID campaign = local.get(i / partitions.size() % local.size());
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
        quiescence.close();
        operator.close();
    }
}
