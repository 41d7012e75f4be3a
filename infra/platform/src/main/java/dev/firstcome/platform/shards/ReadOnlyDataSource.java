package dev.firstcome.platform.shards;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Gives connections whose transactions the database itself keeps from writing. The lazy proxy leaves that to a data
 * source of its own for reading; the driver says it with the transaction's begin, without another round trip.
 */
final class ReadOnlyDataSource extends DelegatingDataSource {
    ReadOnlyDataSource(DataSource target) {
        super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        connection.setReadOnly(true);
        return connection;
    }
}
