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
import java.util.stream.IntStream;

/** Users with accounts, created through the gateway. The same seed gives the same behaviour. */
public final class ShopperGroup implements AutoCloseable {
    /** More concurrent sign-ups would only wait for the password hashes. */
    private static final int CONCURRENT_SIGN_UPS = 16;

    private static final Duration SIGN_UP_BOUND = Duration.ofMinutes(5);

    private final GatewayClient client;
    private final List<ShopperAccount> accounts;
    private final List<Shopper> shoppers;

    private ShopperGroup(GatewayClient client, List<ShopperAccount> accounts, List<Shopper> shoppers) {
        this.client = client;
        this.accounts = List.copyOf(accounts);
        this.shoppers = List.copyOf(shoppers);
    }

    /**
     * Signs all users up and in.
     *
     * @param progress receives the number of users that are signed in, from any thread
     */
    public static ShopperGroup signUp(URI gateway, int size, long seed, IntConsumer progress)
            throws IOException, InterruptedException {
        // Accounts remain after a run; a repeated seed must not find them.
        String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        List<ShopperAccount> accounts = IntStream.range(0, size)
                .mapToObj(i -> new ShopperAccount("shopper-" + run + "-" + i + "@example.com"))
                .toList();
        ShopperGroup group = of(gateway, accounts, seed);
        signUpAll(group.shoppers, progress);
        return group;
    }

    /** Users with existing accounts, which no other group uses at the same time. */
    public static ShopperGroup of(URI gateway, List<ShopperAccount> accounts, long seed) {
        GatewayClient client = new GatewayClient(gateway, accounts.size() + 1);
        SplittableRandom random = new SplittableRandom(seed);
        List<Shopper> shoppers = IntStream.range(0, accounts.size())
                .mapToObj(i -> new Shopper(client, accounts.get(i), i, random.split()))
                .toList();
        return new ShopperGroup(client, accounts, shoppers);
    }

    private static void signUpAll(List<Shopper> shoppers, IntConsumer progress)
            throws IOException, InterruptedException {
        Semaphore permits = new Semaphore(CONCURRENT_SIGN_UPS);
        AtomicInteger done = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (Shopper shopper : shoppers) {
                all.add(threads.submit(() -> {
                    permits.acquire();
                    try {
                        shopper.signUp();
                    } finally {
                        permits.release();
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
            throw new IOException("some users could not sign up", e);
        }
    }

    public List<Shopper> shoppers() {
        return shoppers;
    }

    public Shopper shopper(int number) {
        return shoppers.get(number);
    }

    /** The accounts, for another group once this one is closed. */
    public List<ShopperAccount> accounts() {
        return accounts;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
