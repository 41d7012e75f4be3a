package dev.firstcome.e2e.bench;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.CampaignPlan;
import dev.firstcome.e2e.load.Operator;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Opens many status streams of requests that a paused campaign defers: first at a coupon service with enough memory,
 * then through the gateway with its default configuration. Measures the memory per stream and the delay of the outcomes
 * after the campaign is resumed.
 */
final class StreamsBench {
    private static final int AT_SERVICE = 10_000;
    private static final int THROUGH_GATEWAY = 4_000;

    /** The maximum number of open streams per user. */
    private static final int PER_USER = 8;

    private static final Duration OPENS_AFTER = Duration.ofSeconds(2);
    private static final int CONCURRENT_REQUESTS = 8;
    private static final Duration CALL_BOUND = Duration.ofSeconds(20);
    private static final Duration STEP_BOUND = Duration.ofMinutes(2);
    private static final Map<String, Object> REASON = Map.of("reason", "a benchmark of streams");

    private static final ServiceExtras LARGE_HEAP = new ServiceExtras(
            List.of("-Xmx2g"),
            List.of(),
            Map.of(
                    "platform.streams.open-max",
                    Integer.toString(AT_SERVICE),
                    "server.tomcat.max-connections",
                    Integer.toString(AT_SERVICE + 1_000)));

    private final PlatformDescription description;
    private final LocalPlatform platform;
    private final PrintStream out;

    /**
     * A base address for the streams.
     *
     * @param processes the processes whose memory is measured
     */
    private record Endpoint(String where, URI base, int streams, List<String> processes) {}

    StreamsBench(PlatformDescription description, PrintStream out) {
        this.description = description;
        this.platform = LocalPlatform.open(Path.of(description.dataDirectory()));
        this.out = out;
    }

    /** @throws IllegalStateException if a stream was not opened or did not receive its coupon */
    void run() throws Exception {
        try {
            platform.with(ServiceDefinition.COUPON, LARGE_HEAP).restart(ServiceDefinition.COUPON);
            measure();
        } finally {
            platform.restart(ServiceDefinition.COUPON);
        }
    }

    private void measure() throws Exception {
        try (ShopperGroup group = ShopperGroup.signUp(
                        URI.create(description.gatewayUrl()), AT_SERVICE / PER_USER, 1, done -> {});
                Operator operator = Operator.of(description)) {
            URI service = URI.create(description.serviceUrl(ServiceDefinition.COUPON));
            URI gateway = URI.create(description.gatewayUrl());
            List<String> both = List.of(ServiceDefinition.GATEWAY, ServiceDefinition.COUPON);
            measure(new Endpoint("at the service", service, AT_SERVICE, both.subList(1, 2)), group, operator);
            measure(new Endpoint("through the gateway", gateway, THROUGH_GATEWAY, both), group, operator);
        }
    }

    private void measure(Endpoint endpoint, ShopperGroup group, Operator operator) throws Exception {
        int streams = endpoint.streams();
        List<Shopper> shoppers = group.shoppers().subList(0, streams / PER_USER);
        UUID campaign = operator.createCampaign(CampaignPlan.opensAfter(OPENS_AFTER, "Streams", shoppers.size()));
        operator.awaitOpen(campaign);
        List<String> requests = deferredRequests(campaign, operator, shoppers);
        List<JavaMemory> before = memory(endpoint.processes());
        try (OpenStreams open = new OpenStreams(endpoint.base())) {
            long start = System.nanoTime();
            for (int stream = 0; stream < streams; stream++) {
                int user = stream % shoppers.size();
                open.open(requests.get(user) + "/events", shoppers.get(user).token());
            }
            awaitAll("are deferred", streams, open, open::deferred);
            double opening = (System.nanoTime() - start) / 1e9;
            out.printf(Locale.ROOT, "%s: %,d streams opened in %.1f s%n", endpoint.where(), streams, opening);
            List<JavaMemory> now = memory(endpoint.processes());
            for (int i = 0; i < endpoint.processes().size(); i++) {
                out.printf("  %s: %s%n", endpoint.processes().get(i), now.get(i).growthSince(before.get(i), streams));
            }
            long resumed = System.nanoTime();
            command(operator, campaign, "resume");
            awaitAll("have received their coupons", streams, open, open::issued);
            awaitAll("have ended", streams, open, open::ended);
            out.printf("  coupons received after the campaign was resumed: %s%n", latencies(open.issuedAt(), resumed));
        }
    }

    /** Pauses the campaign and sends one request per user; returns the paths of the requests. */
    private static List<String> deferredRequests(UUID campaign, Operator operator, List<Shopper> shoppers)
            throws Exception {
        command(operator, campaign, "pause");
        ExecutorService threads = Executors.newFixedThreadPool(
                CONCURRENT_REQUESTS, Thread.ofVirtual().factory());
        try {
            List<Future<String>> submitted = new ArrayList<>();
            for (Shopper shopper : shoppers) {
                submitted.add(threads.submit(() -> request(campaign, shopper)));
            }
            long end = System.nanoTime() + STEP_BOUND.toNanos();
            List<String> requests = new ArrayList<>();
            for (Future<String> one : submitted) {
                requests.add(one.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
            }
            return requests;
        } finally {
            threads.shutdownNow();
        }
    }

    private static String request(UUID campaign, Shopper shopper) {
        String path = "/api/campaigns/" + campaign;
        String admission = accepted(shopper, Call.post(path + "/admissions")).text("admission");
        Call request = Call.post(path + "/requests")
                .header("X-Admission", admission)
                .header("Idempotency-Key", UUID.randomUUID().toString());
        return path + "/requests/" + accepted(shopper, request).text("requestId");
    }

    private static Answer accepted(Shopper shopper, Call call) {
        return Eventually.get(call.path(), CALL_BOUND, () -> shopper.send(call), Answer::ok);
    }

    private static void command(Operator operator, UUID campaign, String name) {
        Call call = Call.post("/ops/campaigns/" + campaign + "/" + name)
                .header("Idempotency-Key", name)
                .body(REASON);
        Eventually.get(name, STEP_BOUND, () -> operator.send(call), Answer::ok);
    }

    private static void awaitAll(String condition, int streams, OpenStreams open, LongSupplier count) {
        Eventually.get(
                "all %d streams %s".formatted(streams, condition),
                STEP_BOUND,
                () -> count.getAsLong() + open.firstFailure(),
                Integer.toString(streams)::equals);
    }

    private static String latencies(long[] moments, long since) {
        double[] millis = Arrays.stream(moments)
                .sorted()
                .mapToDouble(at -> (at - since) / 1e6)
                .toArray();
        return String.format(
                Locale.ROOT,
                "p50 %,.0f ms, p99 %,.0f ms, max %,.0f ms",
                millis[millis.length / 2],
                millis[(int) (millis.length * 0.99)],
                millis[millis.length - 1]);
    }

    private List<JavaMemory> memory(List<String> processes) throws IOException, InterruptedException {
        List<JavaMemory> all = new ArrayList<>();
        for (String name : processes) {
            all.add(JavaMemory.of(platform.processes().require(name).process().pid()));
        }
        return all;
    }
}
