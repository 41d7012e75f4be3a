package dev.firstcome.platform.deadlines;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Gives connections for transactions that write, and checks the request's deadline as the last step before the first
 * statement: after the wait for a connection of the pool.
 */
public final class DeadlineDataSource extends DelegatingDataSource {
    public DeadlineDataSource(DataSource target) {
        super(target);
    }

    /** @throws DeadlineExceededException if this thread's request is past its deadline and had no effect yet */
    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try {
            RequestDeadline.requireTime();
            return connection;
        } catch (DeadlineExceededException late) {
            connection.close();
            throw late;
        }
    }
}
