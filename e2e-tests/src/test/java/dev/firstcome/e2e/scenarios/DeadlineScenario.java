package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Pacing;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.payments.Buyer;
import dev.firstcome.e2e.payments.Order;
import dev.firstcome.e2e.scenarios.CommandsAroundPause.SentOrder;
import dev.firstcome.e2e.scenarios.CommandsAroundPause.SentRequest;
import dev.firstcome.e2e.scenarios.MixedCalls.Kind;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.StallRetry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * A call never waits for the answer to another one on its connection between gateway and service, and no service begins
 * anything after the deadline of a request.
 */
@ExtendWith(SharedPlatformExtension.class)
class DeadlineScenario {
    private static final int CONNECTIONS = 50;
    private static final Duration MIXING = Duration.ofSeconds(Integer.getInteger("firstcome.deadline-seconds", 20));
    private static final int BUYERS = 24;
    private static final Duration BOUND = Duration.ofSeconds(60);

    /** The gateway's response time-out is 5 s; see {@code application.yaml} of gateway-service. */
    private static final Duration PAUSE = Duration.ofMillis(7_500);

    /** Shorter than the response time-out by enough that a service catches up in time. */
    private static final int SLOW_MAX_MILLIS = 1_500;

    /** The error of the estimated clock offset, which is the delay of the fastest request, and of clocks in milliseconds. */
    private static final long TOLERANCE_MILLIS = 100;

    private static final int TIMED_OUT_MIN = 4;

    private static final List<String> SERVICES = List.of(
            ServiceDefinition.USER, ServiceDefinition.COUPON, ServiceDefinition.CATALOG, ServiceDefinition.PAYMENT);
    private static final Pattern REFUSED = Pattern.compile("(?m)^firstcome_deadline_refused_total\\{[^}]*} ([0-9.E]+)");

    @Test
    void noCallWaitsForTheAnswerToAnotherOne(SharedPlatform shop) throws Exception {
        StallRetry.run(() -> mix(shop, Seeds.one()));
    }

    private static void mix(SharedPlatform shop, long seed) throws Exception {
        System.out.printf("mixed calls: seed %s%n", Seeds.text(seed));
        URI gateway = URI.create(shop.description().gatewayUrl());
        UUID campaign = shop.createCampaign(Duration.ZERO, "mixed calls", CONNECTIONS);
        shop.operator().awaitOpen(campaign);
        UUID product = shop.addProducts(1, CONNECTIONS).products().getFirst();
        SplittableRandom random = new SplittableRandom(seed);
        MixedCalls.Tally tally = new MixedCalls.Tally();
        ShopperGroup group = shop.borrowShoppers(CONNECTIONS, seed);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<MixedCalls> clients = new ArrayList<>();
            for (Shopper shopper : group.shoppers()) {
                List<String> streams = streamsOf(shop, shopper, campaign, product);
                clients.add(new MixedCalls(gateway, shopper, streams, tally, random.split()));
            }
            long end = System.nanoTime() + MIXING.toNanos();
            SplittableRandom pauses = random.split();
            List<Callable<Void>> tasks = new ArrayList<>();
            tasks.add(() -> slowDown(shop, pauses, end));
            clients.forEach(client -> tasks.add(() -> {
                client.runUntil(end);
                return null;
            }));
            runAll(threads, tasks);
        } finally {
            shop.release(group);
        }
        System.out.printf("calls by kind and status: %s%n", tally);
        assertUndisturbed(tally);
    }

    private static void assertUndisturbed(MixedCalls.Tally tally) {
        assertThat(tally.count(Kind.HEAD, 405)).as("HEAD of a stream").isGreaterThan(CONNECTIONS);
        assertThat(tally.count(Kind.HEAD, 200)).as("opened by HEAD").isZero();
        assertThat(tally.count(Kind.STREAM, 200)).as("opened streams").isGreaterThan(CONNECTIONS);
        assertThat(tally.count(Kind.CANCELLED)).as("cancelled calls").isGreaterThan(CONNECTIONS);
        assertThat(tally.count(Kind.ORDINARY, 200)).as("ordinary calls").isGreaterThan(10 * CONNECTIONS);
        for (Kind kind : Kind.values()) {
            assertThat(tally.count(kind, 504))
                    .as(kind + " answered 504: " + tally)
                    .isZero();
        }
        assertThat(tally.count(Kind.ORDINARY, 0))
                .as("ordinary calls without an answer")
                .isZero();
    }

    /** One stream of each route: messages, a payment, and a coupon request of the user. */
    private static List<String> streamsOf(SharedPlatform shop, Shopper shopper, UUID campaign, UUID product)
            throws InterruptedException {
        Buyer buyer = new Buyer(shopper, shop.paymentHistory(), PurchaseLoad.timeout());
        UUID payment = Objects.requireNonNull(buyer.placeOrder(
                new Order(product, 1, null, "pm_card_visa"), UUID.randomUUID().toString()));
        String path = "/api/campaigns/" + campaign;
        String key = UUID.randomUUID().toString();
        Answer admitted = Eventually.get(
                "the user is admitted", BOUND, () -> shopper.send(Call.post(path + "/admissions")), Answer::ok);
        Answer accepted = Eventually.get(
                "the request is accepted",
                BOUND,
                () -> shopper.send(Call.post(path + "/requests")
                        .header("X-Admission", admitted.text("admission"))
                        .header("Idempotency-Key", key)),
                Answer::ok);
        return List.of(
                "/api/messages/events",
                "/api/payments/" + payment + "/events",
                path + "/requests/" + accepted.text("requestId") + "/events");
    }

    /** Pauses one service after another, so that their answers are slow but in time. */
    private static Void slowDown(SharedPlatform shop, SplittableRandom random, long endNanos)
            throws InterruptedException {
        while (System.nanoTime() - endNanos < 0) {
            pause(
                    shop,
                    List.of(SERVICES.get(random.nextInt(SERVICES.size()))),
                    Duration.ofMillis(random.nextLong(200, SLOW_MAX_MILLIS)));
            Pacing.pause(Duration.ofMillis(random.nextLong(500, 1_500)));
        }
        return null;
    }

    @Test
    void nothingBeginsAfterItsDeadline(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        SplittableRandom random = new SplittableRandom(seed);
        try (PurchaseLoad payments = PurchaseLoad.open(shop, "late commands", BUYERS, seed)) {
            UUID campaign = shop.createCampaign(Duration.ZERO, "late commands", BUYERS);
            shop.operator().awaitOpen(campaign);
            List<CommandsAroundPause> users = new ArrayList<>();
            for (Shopper shopper : payments.shopperGroup().shoppers()) {
                Buyer buyer = new Buyer(shopper, payments.history(), PurchaseLoad.timeout());
                users.add(new CommandsAroundPause(
                        shopper, buyer, payments.testProducts().products(), campaign, random.split()));
            }
            double payment = refused(shop, ServiceDefinition.PAYMENT);
            double coupon = refused(shop, ServiceDefinition.COUPON);
            sendAroundPause(shop, users, random);
            awaitRefusals(shop, ServiceDefinition.PAYMENT, payment);
            awaitRefusals(shop, ServiceDefinition.COUPON, coupon);
            shop.awaitQuiescence();

            System.out.printf(
                    "%d commands sent%n",
                    users.stream().mapToInt(CommandsAroundPause::sent).sum());
            verifyOrders(users.stream()
                    .flatMap(user -> user.timedOutOrders().stream())
                    .toList());
            verifyRequests(
                    shop,
                    campaign,
                    users.stream()
                            .flatMap(user -> user.timedOutRequests().stream())
                            .toList());
        }
    }

    private static void sendAroundPause(SharedPlatform shop, List<CommandsAroundPause> users, SplittableRandom random)
            throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Duration before = Duration.ofMillis(random.nextLong(1_500, 3_000));
        List<Callable<Void>> tasks = new ArrayList<>();
        users.forEach(user -> tasks.add(() -> {
            user.runUntil(over::get);
            return null;
        }));
        tasks.add(() -> {
            try {
                Pacing.pause(before);
                pause(shop, List.of(ServiceDefinition.PAYMENT, ServiceDefinition.COUPON), PAUSE);
                Pacing.pause(before);
            } finally {
                over.set(true);
            }
            return null;
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            runAll(threads, tasks);
        }
    }

    /**
     * Sends each order again under its key. The time in the id of its payment, which is made just before the first effect,
     * shows whether that began before the deadline or only now.
     */
    private static void verifyOrders(List<SentOrder> timedOut) throws InterruptedException {
        List<String> late = new ArrayList<>();
        int begunBefore = 0;
        for (SentOrder sent : timedOut) {
            long again = System.currentTimeMillis();
            UUID payment = Objects.requireNonNull(
                    sent.buyer().placeOrder(sent.order(), sent.key()), "the order was refused when sent again");
            long begun = payment.getMostSignificantBits() >>> 16;
            if (begun <= sent.answeredMillis() + TOLERANCE_MILLIS) {
                begunBefore++;
            } else if (begun < again) {
                late.add("%s began %d ms after its 504".formatted(payment, begun - sent.answeredMillis()));
            }
        }
        System.out.printf(
                "%d orders were answered 504; %d of them had begun before, %d began when sent again%n",
                timedOut.size(), begunBefore, timedOut.size() - begunBefore - late.size());
        assertThat(timedOut).as("orders with 504").hasSizeGreaterThanOrEqualTo(TIMED_OUT_MIN);
        assertThat(late).as("orders that began after their deadline").isEmpty();
    }

    /** The intake time of a record is taken just before the append. */
    private static void verifyRequests(SharedPlatform shop, UUID campaign, List<SentRequest> timedOut) {
        Map<String, Long> answered = new HashMap<>();
        timedOut.forEach(request -> answered.put(request.key(), request.answeredMillis()));
        List<String> late = new ArrayList<>();
        int begunBefore = 0;
        try (PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            for (JsonNode appended : topics.records(Topics.COUPON_REQUESTS, campaign.toString())) {
                Long answer = answered.get(appended.path("clientId").asString(""));
                if (answer != null && appended.path("campaignId").asString("").equals(campaign.toString())) {
                    long begun = Instant.parse(appended.path("intakeTime").asString())
                            .toEpochMilli();
                    begunBefore++;
                    if (begun > answer + TOLERANCE_MILLIS) {
                        late.add("%s was appended %d ms after its 504".formatted(appended, begun - answer));
                    }
                }
            }
        }
        System.out.printf(
                "%d coupon requests were answered 504; %d of them are in the log%n", timedOut.size(), begunBefore);
        assertThat(timedOut).as("coupon requests with 504").hasSizeGreaterThanOrEqualTo(TIMED_OUT_MIN);
        assertThat(late).as("requests that were appended after their deadline").isEmpty();
    }

    /** Waits until the service has refused late requests, which it read after the pause. */
    private static void awaitRefusals(SharedPlatform shop, String service, double before) {
        double now = Eventually.get(
                service + " refuses late requests", BOUND, () -> refused(shop, service), count -> count > before);
        System.out.printf("%s refused %.0f late requests%n", service, now - before);
    }

    private static double refused(SharedPlatform shop, String service) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(shop.description().serviceUrl(service) + "/actuator/prometheus"))
                .timeout(BOUND)
                .header("Authorization", "Bearer " + shop.operator().token())
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return REFUSED.matcher(http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .results()
                    .mapToDouble(found -> Double.parseDouble(found.group(1)))
                    .sum();
        }
    }

    private static void pause(SharedPlatform shop, List<String> services, Duration time) throws InterruptedException {
        try {
            services.forEach(shop.platform()::pause);
            Pacing.pause(time);
        } finally {
            services.forEach(shop.platform()::resume);
        }
    }

    private static void runAll(ExecutorService threads, List<Callable<Void>> tasks) throws Exception {
        for (Future<Void> task : threads.invokeAll(tasks)) {
            task.get();
        }
    }
}
