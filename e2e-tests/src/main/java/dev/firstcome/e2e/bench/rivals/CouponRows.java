package dev.firstcome.e2e.bench.rivals;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The benchmark's own tables in the coupon service's database, and a connection pool for them. */
final class CouponRows implements AutoCloseable {
    private static final int CONNECTIONS = 16;
    private static final long WAIT_SECONDS = 30;

    private final BlockingQueue<Connection> pool = new ArrayBlockingQueue<>(CONNECTIONS);

    CouponRows(PlatformDescription platform) throws SQLException {
        PlatformDescription.Database database = platform.database(ServiceDefinition.COUPON);
        String url = platform.shards().getFirst().jdbcUrl(database);
        for (int i = 0; i < CONNECTIONS; i++) {
            pool.add(DriverManager.getConnection(url, database.ownerRole(), database.ownerPassword()));
        }
        execute("""
                create table if not exists bench_stock (campaign uuid primary key, stock bigint not null);
                create table if not exists bench_coupon (campaign uuid, user_id uuid, primary key (campaign, user_id))""");
    }

    /** Work that uses a connection. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    <T> T with(Work<T> work) throws SQLException, InterruptedException {
        Connection connection = pool.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        if (connection == null) {
            throw new SQLException("no free connection within " + WAIT_SECONDS + " s");
        }
        try {
            return work.with(connection);
        } finally {
            pool.add(connection);
        }
    }

    static void add(Connection connection, UUID campaign, UUID user) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into bench_coupon (campaign, user_id) values (?, ?)")) {
            insert.setObject(1, campaign);
            insert.setObject(2, user);
            insert.executeUpdate();
        }
    }

    /** The number of issued coupons. */
    long count(UUID campaign) throws SQLException, InterruptedException {
        return with(connection -> {
            try (PreparedStatement count =
                    connection.prepareStatement("select count(*) from bench_coupon where campaign = ?")) {
                count.setObject(1, campaign);
                try (ResultSet rows = count.executeQuery()) {
                    rows.next();
                    return rows.getLong(1);
                }
            }
        });
    }

    private void execute(String sql) throws SQLException {
        Connection connection = pool.element();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        execute("drop table bench_coupon; drop table bench_stock");
        for (Connection connection : pool) {
            connection.close();
        }
    }
}
