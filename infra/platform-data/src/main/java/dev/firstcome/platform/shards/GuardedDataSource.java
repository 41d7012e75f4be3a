package dev.firstcome.platform.shards;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Checks guards after a connection of the pool was acquired, immediately before the first statement of a transaction that
 * writes. If a guard throws, the connection is returned and the transaction fails without an effect.
 */
public final class GuardedDataSource extends DelegatingDataSource {
    private final List<Guard> guards;

    /** A condition for transactions that write. Every bean of this type applies to all shards. */
    @FunctionalInterface
    public interface Guard {
        /** @throws RuntimeException if this thread may not begin the transaction */
        void check();
    }

    public GuardedDataSource(DataSource target, List<Guard> guards) {
        super(target);
        this.guards = List.copyOf(guards);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try {
            guards.forEach(Guard::check);
            return connection;
        } catch (RuntimeException rejected) {
            connection.close();
            throw rejected;
        }
    }
}
