package dev.firstcome.e2e.bench;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The baseline for the engine: executes the service's Lua script with prepacked arguments, one thread per master of the
 * coupon cluster. It uses its own keys and deletes them after each run.
 */
public final class BareRun implements AutoCloseable {
    /** The engine's maximum batch size. */
    private static final int RECORDS_PER_CALL = 2_000;

    private static final int CAMPAIGNS_PER_LANE = 2;

    /**
     * DONE for campaign records, ISSUED and SOLD_OUT for requests. Other outcomes take less time and would distort the
     * rate.
     */
    private static final Set<Byte> EXPECTED_CODES = Set.of((byte) 10, (byte) 1, (byte) 3);

    private static final int REQUESTS_PER_COUPON = 5;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RUN_BOUND = Duration.ofMinutes(2);

    private final RedisClusterClient client;
    private final StatefulRedisClusterConnection<byte[], byte[]> connection;
    private final byte[] script;
    private final int records;
    private final SplittableRandom random = new SplittableRandom(2);
    private long epoch = System.currentTimeMillis();

    public BareRun(PlatformDescription description, int records) throws IOException {
        List<RedisURI> nodes = description.redisCoupon().uris(ServiceDefinition.COUPON).stream()
                .map(RedisURI::create)
                .toList();
        nodes.forEach(node -> node.setTimeout(TIMEOUT));
        this.client = RedisClusterClient.create(nodes);
        this.connection = client.connect(ByteArrayCodec.INSTANCE);
        this.script = BareScript.text();
        this.records = records;
    }

    /** @throws IllegalStateException if the script returns an unexpected code */
    public double recordsPerSecond() throws InterruptedException, ExecutionException, TimeoutException {
        epoch++;
        List<List<BareScript.Call>> lanes = new ArrayList<>();
        List<String> tags = tagPerMaster();
        for (String tag : tags) {
            lanes.add(lane(tag, records / tags.size()));
        }
        long total = lanes.stream()
                .flatMap(List::stream)
                .mapToLong(call -> records(call))
                .sum();
        long start = System.nanoTime();
        try (ExecutorService callers = Executors.newFixedThreadPool(lanes.size())) {
            List<Future<?>> all = new ArrayList<>();
            lanes.forEach(lane -> all.add(callers.submit(() -> lane.forEach(this::call))));
            for (Future<?> one : all) {
                one.get(RUN_BOUND.toSeconds(), TimeUnit.SECONDS);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        lanes.forEach(lane -> lane.forEach(call -> connection.sync().unlink(call.keys())));
        return total / seconds;
    }

    private List<BareScript.Call> lane(String tag, int count) {
        BareScript.Lane lane = new BareScript.Lane(tag, epoch, CAMPAIGNS_PER_LANE, random.split());
        List<BareScript.Call> calls = new ArrayList<>();
        calls.add(lane.opening(count / CAMPAIGNS_PER_LANE / REQUESTS_PER_COUPON));
        for (int left = count; left > 0; left -= RECORDS_PER_CALL) {
            calls.add(lane.requests(Math.min(left, RECORDS_PER_CALL)));
        }
        return calls;
    }

    private static long records(BareScript.Call call) {
        return call.arguments().length - 7L - CAMPAIGNS_PER_LANE;
    }

    private void call(BareScript.Call call) {
        List<Object> reply = connection.sync().eval(script, ScriptOutputType.MULTI, call.keys(), call.arguments());
        String answer = new String((byte[]) reply.getFirst(), StandardCharsets.UTF_8);
        if (!answer.equals("OK")) {
            throw new IllegalStateException("the script replied " + answer);
        }
        byte code = ((byte[]) reply.get(1))[0];
        if (!EXPECTED_CODES.contains(code)) {
            throw new IllegalStateException("the script returned outcome code " + code);
        }
    }

    /** One hash tag per master. */
    private List<String> tagPerMaster() {
        Map<String, String> tags = new LinkedHashMap<>();
        long masters = client.getPartitions().stream()
                .filter(node -> node.is(RedisClusterNode.NodeFlag.UPSTREAM))
                .count();
        for (int i = 0; tags.size() < masters; i++) {
            String tag = "bench" + i;
            RedisClusterNode node = client.getPartitions().getPartitionBySlot(SlotHash.getSlot(tag));
            tags.putIfAbsent(node.getNodeId(), tag);
        }
        return List.copyOf(tags.values());
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown(Duration.ZERO, TIMEOUT);
    }
}
