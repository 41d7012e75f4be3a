package dev.firstcome.e2e.load;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Many people with accounts of their own, all made through the door. Seeded: the same seed, the same behaviour. */
public final class ShopperGroup implements AutoCloseable {
    /** As many sign up at the same time; more only makes them wait for the password hashes. */
    private static final int SIGN_UPS_AT_ONCE = 16;

    private static final Duration SIGN_UP_BOUND = Duration.ofMinutes(5);

    private final GatewayClient door;
    private final List<Shopper> shoppers;

    private ShopperGroup(GatewayClient door, List<Shopper> shoppers) {
        this.door = door;
        this.shoppers = List.copyOf(shoppers);
    }

    /**
     * Signs everyone up and in.
     *
     * @param progress is told how many are in, from any thread
     */
    public static ShopperGroup gather(URI gateway, int size, long seed, IntConsumer progress)
            throws IOException, InterruptedException {
        GatewayClient door = new GatewayClient(gateway, size + 1);
        SplittableRandom random = new SplittableRandom(seed);
        // Accounts stay after a run, so that a seed played again must not meet its own people.
        String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        List<Shopper> shoppers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            shoppers.add(new Shopper(door, "shopper-" + run + "-" + i + "@example.com", i, random.split()));
        }
        signUp(shoppers, progress);
        return new ShopperGroup(door, shoppers);
    }

    private static void signUp(List<Shopper> shoppers, IntConsumer progress) throws IOException, InterruptedException {
        Semaphore turns = new Semaphore(SIGN_UPS_AT_ONCE);
        AtomicInteger done = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (Shopper shopper : shoppers) {
                all.add(threads.submit(() -> {
                    turns.acquire();
                    try {
                        shopper.signUp();
                    } finally {
                        turns.release();
                    }
                    progress.accept(done.incrementAndGet());
                    return null;
                }));
            }
            long end = System.nanoTime() + SIGN_UP_BOUND.toNanos();
            for (Future<?> one : all) {
                one.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("not everyone could sign up", e);
        }
    }

    public List<Shopper> shoppers() {
        return shoppers;
    }

    public Shopper shopper(int number) {
        return shoppers.get(number);
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
