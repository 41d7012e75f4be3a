package dev.firstcome.e2e.bench;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** Reads the wallets of all shards. */
final class Wallets {
    private Wallets() {}

    /** The number of coupons of a campaign in all wallets. */
    static long coupons(PlatformDescription platform, UUID campaign) throws SQLException {
        PlatformDescription.Database database = platform.database(ServiceDefinition.COUPON);
        long coupons = 0;
        for (PlatformDescription.Shard shard : platform.shards()) {
            try (Connection connection =
                            DriverManager.getConnection(shard.jdbcUrl(database), database.role(), database.password());
                    PreparedStatement count =
                            connection.prepareStatement("select count(*) from coupon where campaign_id = ?")) {
                count.setObject(1, campaign);
                try (ResultSet row = count.executeQuery()) {
                    row.next();
                    coupons += row.getLong(1);
                }
            }
        }
        return coupons;
    }
}
