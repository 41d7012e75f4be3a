package dev.firstcome.catalog.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.catalog.CatalogService;
import dev.firstcome.catalog.CatalogService.Answer;
import dev.firstcome.catalog.CatalogService.Stock;
import dev.firstcome.catalog.Refused;
import dev.firstcome.catalog.stock.Reservations.Part;
import dev.firstcome.catalog.stock.StockKeeper.Step;
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

/** Reservations on the real shards: one after the other, in every order, and all at once. */
class ShardedReservationsIT extends ReservationsContract {
    private static final int STEPS = 4;
    private static CatalogService service;

    @BeforeAll
    static void start() {
        service = CatalogService.shared();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Override
    Reservations reservations() {
        return new RepeatedReservations(service.part(Reservations.class));
    }

    /** Repeats a step that timed out in a stall; every step may be repeated. */
    private record RepeatedReservations(Reservations target) implements Reservations {
        @Override
        public Reservations.Answer reserve(Part part, int quantity) {
            return StallRetry.get(() -> target.reserve(part, quantity), answer -> false);
        }

        @Override
        public Reservations.Answer confirm(Part part) {
            return StallRetry.get(() -> target.confirm(part), answer -> false);
        }

        @Override
        public Reservations.Answer release(Part part) {
            return StallRetry.get(() -> target.release(part), answer -> false);
        }
    }

    @Override
    UUID product(int stock) {
        return service.product(stock);
    }

    @Override
    int stockOf(UUID product) {
        return service.stockOf(product).left();
    }

    /** All 81 orders of four steps, against the one in memory. */
    @Test
    void everyOrderOfStepsEndsAsInMemory() {
        UUID product = service.product(200);
        InMemoryReservations memory = new InMemoryReservations();
        memory.put(product, 200);
        int kinds = Step.values().length;
        for (int order = 0; order < (int) Math.pow(kinds, STEPS); order++) {
            Part part = new Part(product, UUID.randomUUID());
            int rest = order;
            for (int i = 0; i < STEPS; i++) {
                Step step = Step.values()[rest % kinds];
                assertThat(take(reservations(), step, part))
                        .as("%s as number %d of order %d", step, i, order)
                        .isEqualTo(take(memory, step, part));
                rest /= kinds;
            }
        }
        assertThat(stockOf(product)).isEqualTo(memory.stockOf(product)).isLessThan(200);
        assertThat(service.stockOf(product).reserved())
                .isEqualTo(service.heldOf(product).reserved());
    }

    private static Reservations.Answer take(Reservations from, Step step, Part part) {
        return switch (step) {
            case RESERVE -> from.reserve(part, 2);
            case CONFIRM -> from.confirm(part);
            case RELEASE -> from.release(part);
        };
    }

    @Test
    void ofManyPaymentsAtOnceAsManyAsThereIsGetOne() throws Exception {
        UUID product = service.product(10);

        List<Answer> answers = atOnce(64, i -> call("PUT", product, UUID.randomUUID(), "?quantity=1"));

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(10);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .hasSize(54)
                .allSatisfy(answer -> {
                    Refused.is(answer, 409, "OUT_OF_STOCK");
                    assertThat(answer.number("stock")).isZero();
                });
        assertThat(service.stockOf(product)).isEqualTo(new Stock(0, 10));
        assertThat(service.heldOf(product)).isEqualTo(new Stock(0, 10));
    }

    @RepeatedTest(10)
    void onePaymentThatAsksManyTimesAtOnceTakesOnce() throws Exception {
        UUID product = service.product(10);
        UUID payment = UUID.randomUUID();

        List<Answer> answers = atOnce(20, i -> call("PUT", product, payment, "?quantity=3"));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.number("quantity")).isEqualTo(3);
            assertThat(answer.text("state")).isEqualTo("RESERVED");
            assertThat(answer.text("productId")).isEqualTo(product.toString());
            assertThat(answer.text("paymentId")).isEqualTo(payment.toString());
        });
        assertThat(service.stockOf(product)).isEqualTo(new Stock(7, 3));
    }

    @Test
    void ofConfirmingAndReleasingAtOnceOneCountsForAll() throws Exception {
        UUID product = service.product(10);
        UUID payment = UUID.randomUUID();
        call("PUT", product, payment, "?quantity=3");

        List<Answer> answers = atOnce(16, i -> call("POST", product, payment, i % 2 == 0 ? "/confirm" : "/release"));

        boolean confirmed = service.heldOf(product).left() == 3;
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(8);
        assertThat(answers).filteredOn(answer -> answer.status() != 200).allSatisfy(answer -> {
            Refused.is(answer, 409, "RESERVATION_ENDED");
            assertThat(answer.text("state")).isEqualTo(confirmed ? "CONFIRMED" : "RELEASED");
        });
        assertThat(service.stockOf(product)).isEqualTo(new Stock(confirmed ? 7 : 10, 0));
    }

    @Test
    void nothingIsLostOrMadeWhateverComesAtOnce() throws Exception {
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

        atOnce(calls.size(), i -> {
            calls.get(i).run();
            return true;
        });

        Stock row = service.stockOf(product);
        Stock held = service.heldOf(product);
        assertThat(row.left() + held.reserved() + held.left())
                .as("seed %d", seed)
                .isEqualTo(40);
        assertThat(row.reserved()).as("seed %d", seed).isEqualTo(held.reserved());
    }

    @Test
    void whatIsRefusedIsSaidByItsCode() {
        UUID product = service.product(10);
        UUID payment = UUID.randomUUID();

        Refused.is(call("POST", product, payment, "/confirm"), 409, "NOT_RESERVED");
        Answer tooMuch = call("PUT", product, payment, "?quantity=11");
        Refused.is(tooMuch, 409, "OUT_OF_STOCK");
        assertThat(tooMuch.number("stock")).isEqualTo(10);
        call("PUT", product, payment, "?quantity=2");
        Answer differs = call("PUT", product, payment, "?quantity=3");
        Refused.is(differs, 409, "RESERVATION_DIFFERS");
        assertThat(differs.number("quantity")).isEqualTo(2);
        assertThat(call("POST", product, payment, "/release").text("state")).isEqualTo("RELEASED");
        Answer late = call("PUT", product, payment, "?quantity=2");
        Refused.is(late, 409, "RESERVATION_ENDED");
        assertThat(late.text("state")).isEqualTo("RELEASED");
        Refused.is(call("PUT", service.ids.next(), payment, "?quantity=1"), 404, "NOT_FOUND");
        Refused.is(call("POST", service.ids.next(), payment, "/release"), 404, "NOT_FOUND");
    }

    private static Answer call(String method, UUID product, UUID payment, String rest) {
        return service.asPayments(method, "/internal/products/" + product + "/reservations/" + payment + rest);
    }

    /** All let go at the same moment. */
    private static <T> List<T> atOnce(int count, IntFunction<T> calls) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = IntStream.range(0, count)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return calls.apply(i);
                    }))
                    .toList();
            start.countDown();
            List<T> answers = new ArrayList<>();
            for (Future<T> one : running) {
                answers.add(one.get());
            }
            return answers;
        }
    }
}
