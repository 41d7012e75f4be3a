package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.e2e.verifier.Evidence.WalletRow;
import dev.firstcome.local.PlatformDescription.Database;
import dev.firstcome.local.PlatformDescription.Shard;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/** Reads coupons of all shards in pages, because the service role has a short statement timeout. */
final class WalletReader {
    private static final String SECONDS_MAX = "10";
    private static final int PAGE = 5_000;
    private static final String COLUMNS = """
            select bucket, coupon_id, user_id, campaign_id, series, sequence, ordinal, request_partition, request_offset,
                state = 'REVOKED' as revoked
            from coupon
            """;
    private static final String NEXT_PAGE =
            COLUMNS + "where (bucket, coupon_id) > (?, ?) order by bucket, coupon_id limit ?";
    private static final String NEXT_PAGE_OF_CAMPAIGN =
            COLUMNS + "where campaign_id = ? and (series, sequence) > (?, ?) order by series, sequence limit ?";

    private WalletReader() {}

    /** Executes a query on one shard and adds its rows. */
    private interface ShardQuery {
        void run(String shard, PreparedStatement page, List<WalletRow> rows) throws SQLException;
    }

    /** Reads all coupons. */
    static List<WalletRow> rows(List<Shard> shards, Database database) {
        return rows(shards, database, NEXT_PAGE, WalletReader::read);
    }

    /** Reads the coupons of one campaign. */
    static List<WalletRow> rows(List<Shard> shards, Database database, UUID campaign) {
        return rows(
                shards,
                database,
                NEXT_PAGE_OF_CAMPAIGN,
                (shard, page, rows) -> readCampaign(shard, page, rows, campaign));
    }

    private static List<WalletRow> rows(List<Shard> shards, Database database, String sql, ShardQuery query) {
        var rows = new ArrayList<WalletRow>();
        for (Shard shard : shards) {
            try (Connection connection = DriverManager.getConnection(shard.jdbcUrl(database), login(database));
                    PreparedStatement page = connection.prepareStatement(sql)) {
                query.run(shard.name(), page, rows);
            } catch (SQLException e) {
                throw new IllegalStateException("Cannot read the wallets of " + shard.name(), e);
            }
        }
        return rows;
    }

    private static Properties login(Database database) {
        var login = new Properties();
        login.setProperty("user", database.role());
        login.setProperty("password", database.password());
        login.setProperty("connectTimeout", SECONDS_MAX);
        login.setProperty("socketTimeout", SECONDS_MAX);
        return login;
    }

    private static void read(String shard, PreparedStatement page, List<WalletRow> rows) throws SQLException {
        int bucket = -1;
        UUID couponId = new UUID(0, 0);
        int read = PAGE;
        while (read == PAGE) {
            page.setInt(1, bucket);
            page.setObject(2, couponId);
            page.setInt(3, PAGE);
            read = 0;
            try (ResultSet row = page.executeQuery()) {
                while (row.next()) {
                    WalletRow coupon = row(shard, row);
                    rows.add(coupon);
                    bucket = coupon.bucket();
                    couponId = coupon.couponId();
                    read++;
                }
            }
        }
    }

    private static void readCampaign(String shard, PreparedStatement page, List<WalletRow> rows, UUID campaign)
            throws SQLException {
        int series = -1;
        long sequence = 0;
        int read = PAGE;
        while (read == PAGE) {
            page.setObject(1, campaign);
            page.setInt(2, series);
            page.setLong(3, sequence);
            page.setInt(4, PAGE);
            read = 0;
            try (ResultSet row = page.executeQuery()) {
                while (row.next()) {
                    WalletRow coupon = row(shard, row);
                    rows.add(coupon);
                    series = coupon.series();
                    sequence = coupon.sequence();
                    read++;
                }
            }
        }
    }

    private static WalletRow row(String shard, ResultSet row) throws SQLException {
        return new WalletRow(
                shard,
                row.getInt("bucket"),
                row.getObject("coupon_id", UUID.class),
                row.getObject("user_id", UUID.class),
                row.getObject("campaign_id", UUID.class),
                row.getInt("series"),
                row.getLong("sequence"),
                row.getInt("ordinal"),
                row.getInt("request_partition"),
                row.getLong("request_offset"),
                row.getBoolean("revoked"));
    }
}
