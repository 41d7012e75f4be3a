package dev.firstcome.platform.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

class GuardedDataSourceTests {
    private final List<String> calls = new ArrayList<>();
    private final RecordingDataSource pool = new RecordingDataSource();

    @Test
    void guardsAreCheckedInOrderAfterTheAcquisition() throws SQLException {
        GuardedDataSource source =
                new GuardedDataSource(pool, List.of(() -> calls.add("first"), () -> calls.add("second")));

        source.getConnection().close();

        assertThat(calls).containsExactly("acquired", "first", "second", "close");
    }

    @Test
    void aRejectedTransactionReturnsItsConnection() {
        IllegalStateException rejection = new IllegalStateException("too late");
        GuardedDataSource source = new GuardedDataSource(
                pool,
                List.of(
                        () -> {
                            throw rejection;
                        },
                        () -> calls.add("second")));

        assertThatThrownBy(source::getConnection).isSameAs(rejection);

        assertThat(calls).containsExactly("acquired", "close");
    }

    @Test
    void aFailedAcquisitionChecksNoGuard() {
        pool.fails = true;
        GuardedDataSource source = new GuardedDataSource(pool, List.of(() -> calls.add("first")));

        assertThatThrownBy(source::getConnection).isInstanceOf(SQLException.class);

        assertThat(calls).isEmpty();
    }

    private final class RecordingDataSource extends AbstractDataSource {
        private boolean fails;

        @Override
        public Connection getConnection() throws SQLException {
            if (fails) {
                throw new SQLException("no connection within the time-out");
            }
            calls.add("acquired");
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        calls.add(method.getName());
                        return null;
                    });
        }

        @Override
        public Connection getConnection(String username, String password) {
            throw new UnsupportedOperationException("the pool has one user");
        }
    }
}
