package dev.firstcome.platform.shards;

import dev.firstcome.platform.ids.Bucket;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Executes work in a transaction on the shard of the data. The shard is bound to the calling thread during the work, and not
 * to other threads. SQL without a bound shard fails. So does a second shard within a transaction, because a transaction
 * has one shard. Thread-safe.
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

    /** Executes the work in a transaction on the bucket's shard and returns its result, which is never null. */
    public <T> T transact(Bucket bucket, Supplier<T> work) {
        return in(map.shardOf(bucket), writing, work);
    }

    /** Executes work without a result in a transaction on the bucket's shard. */
    public void execute(Bucket bucket, Runnable work) {
        executeOn(map.shardOf(bucket), work);
    }

    /** Executes work without a result in a transaction on this shard, for consumers of one shard. */
    public void executeOn(String shard, Runnable work) {
        transactOn(shard, () -> {
            work.run();
            return true;
        });
    }

    /** Executes the work in a transaction on this shard and returns its result, which is never null. */
    public <T> T transactOn(String shard, Supplier<T> work) {
        return in(shard, writing, work);
    }

    /** Executes the work in a read-only transaction on the bucket's shard. */
    public <T> T read(Bucket bucket, Supplier<T> work) {
        return in(map.shardOf(bucket), reading, work);
    }

    /** Executes the work in a read-only transaction on this shard. */
    public <T> T readOn(String shard, Supplier<T> work) {
        return in(shard, reading, work);
    }

    /** Reads from each shard in the order of the shard map, and concatenates the results. */
    public <T> List<T> readAll(Supplier<List<T>> work) {
        return map.shards().stream()
                .<T>mapMulti((shard, all) -> in(shard, reading, work).forEach(all))
                .toList();
    }

    public ShardMap map() {
        return map;
    }

    static @Nullable String current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    private <T> T in(String shard, TransactionTemplate transaction, Supplier<T> work) {
        if (TransactionSynchronizationManager.isActualTransactionActive() && !shard.equals(current())) {
            throw new IllegalStateException(
                    "A transaction on shard %s cannot execute SQL on shard %s".formatted(current(), shard));
        }
        return ScopedValue.where(CURRENT, shard)
                .call(() -> Objects.requireNonNull(transaction.execute(status -> work.get())));
    }
}
