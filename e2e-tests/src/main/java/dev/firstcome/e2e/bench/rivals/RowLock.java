package dev.firstcome.e2e.bench.rivals;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** Issues in one transaction: locks the campaign's row, inserts the coupon row, and decrements the stock. */
final class RowLock implements Rival {
    private final CouponRows rows;

    RowLock(CouponRows rows) {
        this.rows = rows;
    }

    @Override
    public String name() {
        return "a Postgres row lock";
    }

    @Override
    public void createCampaign(UUID campaign, long stock) throws Exception {
        rows.with(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into bench_stock (campaign, stock) values (?, ?)")) {
                insert.setObject(1, campaign);
                insert.setLong(2, stock);
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public boolean issue(UUID campaign, UUID user) throws Exception {
        return rows.with(connection -> {
            connection.setAutoCommit(false);
            try {
                boolean available = stock(connection, campaign) > 0;
                if (available) {
                    CouponRows.add(connection, campaign, user);
                    decrementStock(connection, campaign);
                }
                connection.commit();
                return available;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    private static long stock(Connection connection, UUID campaign) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select stock from bench_stock where campaign = ? for update")) {
            select.setObject(1, campaign);
            try (ResultSet found = select.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        }
    }

    private static void decrementStock(Connection connection, UUID campaign) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update bench_stock set stock = stock - 1 where campaign = ?")) {
            update.setObject(1, campaign);
            update.executeUpdate();
        }
    }

    @Override
    public void close() {}
}
