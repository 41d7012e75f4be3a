package dev.firstcome.catalog.stock;

import static dev.firstcome.catalog.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.catalog.RunningCatalogService;
import dev.firstcome.catalog.RunningCatalogService.ReservationTotals;
import dev.firstcome.catalog.RunningCatalogService.Response;
import dev.firstcome.catalog.RunningCatalogService.StockLevel;
import dev.firstcome.catalog.stock.Reservations.ReservationKey;
import dev.firstcome.catalog.stock.StockReserver.Operation;
import dev.firstcome.testsupport.StallRetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Tests reservations on real shards: sequential, in all orders, and concurrent. */
class ShardedReservationsIT extends ReservationsContract {
    private static final int SEQUENCE_LENGTH = 4;
    private static RunningCatalogService service;

    @BeforeAll
    static void start() {
        service = RunningCatalogService.shared();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Override
    Reservations reservations() {
        return new RetryingReservations(service.bean(Reservations.class));
    }

    /** Retries operations that time out during a stall; all operations are idempotent. */
    private record RetryingReservations(Reservations target) implements Reservations {
        @Override
        public Reservations.Result reserve(ReservationKey key, int quantity) {
            return StallRetry.get(() -> target.reserve(key, quantity), result -> false);
        }

        @Override
        public Reservations.Result confirm(ReservationKey key) {
            return StallRetry.get(() -> target.confirm(key), result -> false);
        }

        @Override
        public Reservations.Result release(ReservationKey key) {
            return StallRetry.get(() -> target.release(key), result -> false);
        }
    }

    @Override
    UUID product(int stock) {
        return service.product(stock);
    }

    @Override
    int stockOf(UUID product) {
        return service.stockOf(product).available();
    }

    /** Compares all 81 sequences of four operations with the in-memory implementation. */
    @Test
    void allOperationSequencesMatchTheInMemoryImplementation() {
        UUID product = service.product(200);
        InMemoryReservations memory = new InMemoryReservations();
        memory.put(product, 200);
        int operations = Operation.values().length;
        for (int sequence = 0; sequence < (int) Math.pow(operations, SEQUENCE_LENGTH); sequence++) {
            ReservationKey key = new ReservationKey(product, UUID.randomUUID());
            int remainder = sequence;
            for (int i = 0; i < SEQUENCE_LENGTH; i++) {
                Operation operation = Operation.values()[remainder % operations];
                assertThat(apply(reservations(), operation, key))
                        .as("%s at index %d of sequence %d", operation, i, sequence)
                        .isEqualTo(apply(memory, operation, key));
                remainder /= operations;
            }
        }
        assertThat(stockOf(product)).isEqualTo(memory.stockOf(product)).isLessThan(200);
        assertThat(service.stockOf(product).reserved())
                .isEqualTo(service.reservationsOf(product).reserved());
    }

    private static Reservations.Result apply(Reservations target, Operation operation, ReservationKey key) {
        return switch (operation) {
            case RESERVE -> target.reserve(key, 2);
            case CONFIRM -> target.confirm(key);
            case RELEASE -> target.release(key);
        };
    }

    @Test
    void concurrentPaymentsReserveAtMostTheStock() throws Exception {
        UUID product = service.product(10);

        List<Response> responses = concurrently(64, i -> call("PUT", product, UUID.randomUUID(), "?quantity=1"));

        assertThat(responses).filteredOn(response -> response.status() == 200).hasSize(10);
        assertThat(responses)
                .filteredOn(response -> response.status() != 200)
                .hasSize(54)
                .allSatisfy(response -> {
                    assertProblem(response, 409, "OUT_OF_STOCK");
                    assertThat(response.number("stock")).isZero();
                });
        assertThat(service.stockOf(product)).isEqualTo(new StockLevel(0, 10));
        assertThat(service.reservationsOf(product)).isEqualTo(new ReservationTotals(0, 10));
    }

    @RepeatedTest(10)
    void concurrentRepeatedRequestsOfOnePaymentReserveOnce() throws Exception {
        UUID product = service.product(10);
        UUID payment = UUID.randomUUID();

        List<Response> responses = concurrently(20, i -> call("PUT", product, payment, "?quantity=3"));

        assertThat(responses).allSatisfy(response -> {
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.number("quantity")).isEqualTo(3);
            assertThat(response.text("state")).isEqualTo("RESERVED");
            assertThat(response.text("productId")).isEqualTo(product.toString());
            assertThat(response.text("paymentId")).isEqualTo(payment.toString());
        });
        assertThat(service.stockOf(product)).isEqualTo(new StockLevel(7, 3));
    }

    @Test
    void onlyOneOfConcurrentConfirmAndReleaseTakesEffect() throws Exception {
        UUID product = service.product(10);
        UUID payment = UUID.randomUUID();
        call("PUT", product, payment, "?quantity=3");

        List<Response> responses =
                concurrently(16, i -> call("POST", product, payment, i % 2 == 0 ? "/confirm" : "/release"));

        boolean confirmed = service.reservationsOf(product).confirmed() == 3;
        assertThat(responses).filteredOn(response -> response.status() == 200).hasSize(8);
        assertThat(responses).filteredOn(response -> response.status() != 200).allSatisfy(response -> {
            assertProblem(response, 409, "RESERVATION_ENDED");
            assertThat(response.text("state")).isEqualTo(confirmed ? "CONFIRMED" : "RELEASED");
        });
        assertThat(service.stockOf(product)).isEqualTo(new StockLevel(confirmed ? 7 : 10, 0));
    }

    @Test
    void concurrentOperationsPreserveTheTotalQuantity() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        UUID product = service.product(40);
        List<UUID> payments =
                IntStream.range(0, 12).mapToObj(i -> UUID.randomUUID()).toList();
        List<String> paths = List.of("?quantity=5", "?quantity=5", "?quantity=4", "/confirm", "/release");
        List<Runnable> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String path = paths.get(random.nextInt(paths.size()));
            UUID payment = payments.get(random.nextInt(payments.size()));
            calls.add(() -> call(path.startsWith("?") ? "PUT" : "POST", product, payment, path));
        }

        concurrently(calls.size(), i -> {
            calls.get(i).run();
            return true;
        });

        StockLevel stock = service.stockOf(product);
        ReservationTotals reservations = service.reservationsOf(product);
        assertThat(stock.available() + reservations.reserved() + reservations.confirmed())
                .as("seed %d", seed)
                .isEqualTo(40);
        assertThat(stock.reserved()).as("seed %d", seed).isEqualTo(reservations.reserved());
    }

    @Test
    void rejectedRequestsReturnTheProblemCode() {
        UUID product = service.product(10);
        UUID payment = UUID.randomUUID();

        assertProblem(call("POST", product, payment, "/confirm"), 409, "NOT_RESERVED");
        Response tooMuch = call("PUT", product, payment, "?quantity=11");
        assertProblem(tooMuch, 409, "OUT_OF_STOCK");
        assertThat(tooMuch.number("stock")).isEqualTo(10);
        call("PUT", product, payment, "?quantity=2");
        Response differs = call("PUT", product, payment, "?quantity=3");
        assertProblem(differs, 409, "RESERVATION_DIFFERS");
        assertThat(differs.number("quantity")).isEqualTo(2);
        assertThat(call("POST", product, payment, "/release").text("state")).isEqualTo("RELEASED");
        Response late = call("PUT", product, payment, "?quantity=2");
        assertProblem(late, 409, "RESERVATION_ENDED");
        assertThat(late.text("state")).isEqualTo("RELEASED");
        assertProblem(call("PUT", service.ids.next(), payment, "?quantity=1"), 404, "NOT_FOUND");
        assertProblem(call("POST", service.ids.next(), payment, "/release"), 404, "NOT_FOUND");
    }

    private static Response call(String method, UUID product, UUID payment, String suffix) {
        return service.asPayments(method, "/internal/products/" + product + "/reservations/" + payment + suffix);
    }

    /** Starts all calls at the same moment. */
    private static <T> List<T> concurrently(int count, IntFunction<T> calls) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = IntStream.range(0, count)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return calls.apply(i);
                    }))
                    .toList();
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> call : running) {
                results.add(call.get());
            }
            return results;
        }
    }
}
