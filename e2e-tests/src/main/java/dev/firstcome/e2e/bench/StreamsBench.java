package dev.firstcome.e2e.bench;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.CampaignPlan;
import dev.firstcome.e2e.load.Operator;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
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
 * Many who are held in a paused campaign's line listen at once, at a coupon service that has the memory for it and then
 * through the gateway as it is shipped: what a stream takes, and how soon all know once the campaign goes on.
 */
final class StreamsBench {
    private static final int AT_SERVICE = 10_000;
    private static final int THROUGH_GATEWAY = 4_000;

    /** As many as one user may have open. */
    private static final int PER_USER = 8;

    private static final Duration OPENS_AFTER = Duration.ofSeconds(2);
    private static final int ASKING_AT_ONCE = 8;
    private static final Duration CALL_BOUND = Duration.ofSeconds(20);
    private static final Duration STEP_BOUND = Duration.ofMinutes(2);
    private static final Map<String, Object> REASON = Map.of("reason", "a benchmark of streams");

    private static final ServiceExtras ROOMY = new ServiceExtras(
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
     * One way to the streams.
     *
     * @param parts whose memory they take
     */
    private record Way(String where, URI base, int streams, List<String> parts) {}

    StreamsBench(PlatformDescription description, PrintStream out) {
        this.description = description;
        this.platform = LocalPlatform.open(Path.of(description.dataDirectory()));
        this.out = out;
    }

    /** @throws IllegalStateException if a stream was not opened, or did not hear of its coupon */
    void run() throws Exception {
        try {
            platform.with(ServiceDefinition.COUPON, ROOMY).restart(ServiceDefinition.COUPON);
            measure();
        } finally {
            platform.restart(ServiceDefinition.COUPON);
        }
    }

    private void measure() throws Exception {
        try (ShopperGroup crowd = ShopperGroup.gather(
                        URI.create(description.gatewayUrl()), AT_SERVICE / PER_USER, 1, done -> {});
                Operator operator = Operator.of(description)) {
            URI service = URI.create(description.serviceUrl(ServiceDefinition.COUPON));
            URI gateway = URI.create(description.gatewayUrl());
            List<String> both = List.of(ServiceDefinition.GATEWAY, ServiceDefinition.COUPON);
            measure(new Way("at the service", service, AT_SERVICE, both.subList(1, 2)), crowd, operator);
            measure(new Way("through the gateway", gateway, THROUGH_GATEWAY, both), crowd, operator);
        }
    }

    private void measure(Way way, ShopperGroup crowd, Operator operator) throws Exception {
        int streams = way.streams();
        List<Shopper> shoppers = crowd.shoppers().subList(0, streams / PER_USER);
        UUID campaign = operator.opens(CampaignPlan.opensAfter(OPENS_AFTER, "Streams", shoppers.size()));
        operator.awaitOpen(campaign);
        List<String> requests = heldIn(campaign, operator, shoppers);
        List<JavaMemory> before = memory(way.parts());
        try (OpenStreams open = new OpenStreams(way.base())) {
            long start = System.nanoTime();
            for (int stream = 0; stream < streams; stream++) {
                int user = stream % shoppers.size();
                open.open(requests.get(user) + "/events", shoppers.get(user).token());
            }
            awaitAll("have heard that they wait", streams, open, open::waiting);
            double opening = (System.nanoTime() - start) / 1e9;
            out.printf(Locale.ROOT, "%s: %,d streams open within %.1f s%n", way.where(), streams, opening);
            List<JavaMemory> now = memory(way.parts());
            for (int part = 0; part < way.parts().size(); part++) {
                out.printf("  %s: %s%n", way.parts().get(part), now.get(part).beyond(before.get(part), streams));
            }
            long resumed = System.nanoTime();
            command(operator, campaign, "resume");
            awaitAll("have heard of their coupons", streams, open, open::issued);
            awaitAll("are complete", streams, open, open::ended);
            out.printf("  the campaign goes on; of their coupons they hear %s%n", latencies(open.issuedAt(), resumed));
        }
    }

    /** Everybody asks while the campaign is paused; the requests' addresses. */
    private static List<String> heldIn(UUID campaign, Operator operator, List<Shopper> shoppers) throws Exception {
        command(operator, campaign, "pause");
        ExecutorService threads =
                Executors.newFixedThreadPool(ASKING_AT_ONCE, Thread.ofVirtual().factory());
        try {
            List<Future<String>> asked = new ArrayList<>();
            for (Shopper shopper : shoppers) {
                asked.add(threads.submit(() -> asks(campaign, shopper)));
            }
            long end = System.nanoTime() + STEP_BOUND.toNanos();
            List<String> requests = new ArrayList<>();
            for (Future<String> one : asked) {
                requests.add(one.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
            }
            return requests;
        } finally {
            threads.shutdownNow();
        }
    }

    private static String asks(UUID campaign, Shopper shopper) {
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

    private static void awaitAll(String what, int streams, OpenStreams open, LongSupplier count) {
        Eventually.get(
                "all %d streams %s".formatted(streams, what),
                STEP_BOUND,
                () -> count.getAsLong() + open.firstTrouble(),
                Integer.toString(streams)::equals);
    }

    private static String latencies(long[] moments, long since) {
        double[] millis = Arrays.stream(moments)
                .sorted()
                .mapToDouble(at -> (at - since) / 1e6)
                .toArray();
        return String.format(
                Locale.ROOT,
                "after p50 %,.0f ms, p99 %,.0f ms, the last after %,.0f ms",
                millis[millis.length / 2],
                millis[(int) (millis.length * 0.99)],
                millis[millis.length - 1]);
    }

    private List<JavaMemory> memory(List<String> parts) throws IOException, InterruptedException {
        List<JavaMemory> all = new ArrayList<>();
        for (String part : parts) {
            all.add(JavaMemory.of(platform.processes().require(part).process().pid()));
        }
        return all;
    }
}
