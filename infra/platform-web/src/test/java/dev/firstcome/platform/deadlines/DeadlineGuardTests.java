package dev.firstcome.platform.deadlines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.platform.shards.GuardedDataSource;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

class DeadlineGuardTests {
    private final List<String> calls = new ArrayList<>();
    private final GuardedDataSource source =
            new GuardedDataSource(new OneConnection(), List.of(RequestDeadline::requireTime));
    private long nanos;

    @AfterEach
    void unbind() {
        RequestDeadline.bind(null);
    }

    @Test
    void theDeadlineIsCheckedAfterTheWaitForAConnection() {
        RequestDeadline.bind(new RequestDeadline(10, () -> nanos, () -> calls.add("refused")));

        assertThatThrownBy(source::getConnection).isInstanceOf(DeadlineExceededException.class);

        assertThat(calls).containsExactly("acquired", "refused", "close");
    }

    @Test
    void laterTransactionsOfARequestAreNotRefused() throws SQLException {
        RequestDeadline.bind(new RequestDeadline(11, () -> nanos, () -> calls.add("refused")));
        source.getConnection().close();

        source.getConnection().close();

        assertThat(calls).containsExactly("acquired", "close", "acquired", "close");
    }

    @Test
    void aBackgroundThreadGetsConnectionsAtAnyTime() throws SQLException {
        source.getConnection().close();

        assertThat(calls).containsExactly("acquired", "close");
    }

    /** Waits ten nanoseconds for each connection. */
    private final class OneConnection extends AbstractDataSource {
        @Override
        public Connection getConnection() {
            nanos += 10;
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
            throw new UnsupportedOperationException("no user is named");
        }
    }
}
