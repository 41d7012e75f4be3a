package dev.firstcome.platform.shards;

import dev.firstcome.platform.ids.Bucket;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs work in a transaction of the shard that has the data. The shard is bound to the calling thread for as long as
 * the work runs; SQL without a bound shard fails, and so does binding a second shard inside a transaction, since a
 * transaction lives in one shard. Work handed to another thread binds its own.
 */
public final class Shards {
    private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

    private final ShardMap map;
    private final TransactionTemplate writing;
    private final TransactionTemplate reading;

    public Shards(ShardMap map, PlatformTransactionManager transactions) {
        this.map = map;
        this.writing = new TransactionTemplate(transactions);
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
    }

    /** Runs the work in a transaction on the bucket's shard; a value, never null, comes back. */
    public <T> T transact(Bucket bucket, Supplier<T> work) {
        return in(map.shardOf(bucket), writing, work);
    }

    /** As {@link #transact}, for work that has nothing to tell. */
    public void execute(Bucket bucket, Runnable work) {
        executeOn(map.shardOf(bucket), work);
    }

    /** Runs the work in a transaction on a shard by name, for consumers that serve one shard. */
    public void executeOn(String shard, Runnable work) {
        transactOn(shard, () -> {
            work.run();
            return true;
        });
    }

    /** As {@link #executeOn}, for work that has something to tell. */
    public <T> T transactOn(String shard, Supplier<T> work) {
        return in(shard, writing, work);
    }

    /** Runs the work in a read-only transaction on the bucket's shard. */
    public <T> T read(Bucket bucket, Supplier<T> work) {
        return in(map.shardOf(bucket), reading, work);
    }

    /** Runs the work in a read-only transaction on a shard by name. */
    public <T> T readOn(String shard, Supplier<T> work) {
        return in(shard, reading, work);
    }

    /** Reads from every shard, one after the other, in the map's order. */
    public <T> List<T> readAll(Supplier<List<T>> work) {
        return map.shards().stream()
                .<T>mapMulti((shard, all) -> in(shard, reading, work).forEach(all))
                .toList();
    }

    public ShardMap map() {
        return map;
    }

    /** Runs work that opens its own connection, such as a migration, with the shard bound but no transaction. */
    static <T> T bound(String shard, Function<String, T> work) {
        return ScopedValue.where(CURRENT, shard).call(() -> work.apply(shard));
    }

    static @Nullable String current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    private <T> T in(String shard, TransactionTemplate transaction, Supplier<T> work) {
        if (TransactionSynchronizationManager.isActualTransactionActive() && !shard.equals(current())) {
            throw new IllegalStateException("a transaction on %s cannot go on in %s".formatted(current(), shard));
        }
        return ScopedValue.where(CURRENT, shard)
                .call(() -> Objects.requireNonNull(transaction.execute(status -> work.get())));
    }
}
