package dev.firstcome.platform.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.platform.ids.Bucket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** The binding of shards, without a database. */
class ShardsTests {
    private static final Bucket FIRST = new Bucket(0);
    private static final Bucket LAST = new Bucket(Bucket.COUNT - 1);

    private final List<String> transactions = new ArrayList<>();
    private final Shards shards = new Shards(new ShardMap(List.of("pg-1", "pg-2")), new RecordingTransactions());

    @Test
    void theShardOfTheBucketIsBoundDuringTheWork() {
        assertThat(shards.transact(FIRST, ShardsTests::boundShard)).isEqualTo("pg-1");
        assertThat(shards.transact(LAST, ShardsTests::boundShard)).isEqualTo("pg-2");
        assertThat(shards.transactOn("pg-2", ShardsTests::boundShard)).isEqualTo("pg-2");

        assertThat(Shards.current()).isNull();
        assertThat(transactions)
                .containsExactly("begin pg-1", "commit pg-1", "begin pg-2", "commit pg-2", "begin pg-2", "commit pg-2");
    }

    @Test
    void aReadIsReadOnly() {
        shards.read(FIRST, () -> "a row");
        shards.readOn("pg-2", () -> "a row");

        assertThat(transactions)
                .containsExactly("begin pg-1 read-only", "commit pg-1", "begin pg-2 read-only", "commit pg-2");
    }

    @Test
    void aFailureRollsBackAndUnbinds() {
        assertThatThrownBy(() -> shards.execute(FIRST, () -> {
                    throw new IllegalArgumentException("the work failed");
                }))
                .hasMessage("the work failed");

        assertThat(transactions).containsExactly("begin pg-1", "rollback pg-1");
        assertThat(Shards.current()).isNull();
    }

    @Test
    void workOnTheSameShardJoinsTheTransaction() {
        shards.execute(
                FIRST,
                () -> shards.executeOn("pg-1", () -> assertThat(boundShard()).isEqualTo("pg-1")));

        assertThat(transactions).containsExactly("begin pg-1", "commit pg-1");
    }

    @Test
    void aTransactionHasOneShard() {
        assertThatThrownBy(() -> shards.execute(FIRST, () -> shards.execute(LAST, () -> {})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pg-1")
                .hasMessageContaining("pg-2");

        assertThat(transactions).containsExactly("begin pg-1", "rollback pg-1");
    }

    @Test
    void allShardsAreReadInTheOrderOfTheMap() {
        assertThat(shards.readAll(() -> List.of(boundShard(), "a row")))
                .containsExactly("pg-1", "a row", "pg-2", "a row");
    }

    private static String boundShard() {
        return String.valueOf(Shards.current());
    }

    private final class RecordingTransactions extends AbstractPlatformTransactionManager {
        private static final long serialVersionUID = 1;

        private boolean active;

        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected boolean isExistingTransaction(Object transaction) {
            return active;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            active = true;
            transactions.add("begin " + boundShard() + (definition.isReadOnly() ? " read-only" : ""));
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            active = false;
            transactions.add("commit " + boundShard());
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            active = false;
            transactions.add("rollback " + boundShard());
        }

        @Override
        protected void doSetRollbackOnly(DefaultTransactionStatus status) {
            assertThat(active).isTrue();
        }
    }
}
