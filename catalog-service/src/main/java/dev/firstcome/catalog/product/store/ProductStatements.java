package dev.firstcome.catalog.product.store;

import dev.firstcome.catalog.product.Price;
import dev.firstcome.catalog.product.Product;
import dev.firstcome.platform.ids.BucketedIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL statements on products of one shard: lists, and changes of the stock. Callers bind the shard. */
@Repository
class ProductStatements {
    private static final UUID MAX_ID = new UUID(-1, -1);

    private final JdbcClient jdbc;

    ProductStatements(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Adds to the stock of a product and returns the new stock.
     *
     * @param quantity a negative value reduces the stock; a check constraint rejects a negative stock
     */
    int addStock(UUID id, int quantity) {
        return jdbc.sql("""
                update product set stock = stock + ? where bucket = ? and product_id = ?
                returning stock""")
                .params(quantity, BucketedIds.bucketOf(id).number(), id)
                .query(Integer.class)
                .single();
    }

    /** Finds the products in any order. Unknown ids are omitted. */
    List<Product> findAll(List<UUID> ids) {
        return jdbc.sql("""
                select p.* from unnest(:buckets::smallint[], :ids::uuid[]) as wanted(bucket, id)
                join product p on p.bucket = wanted.bucket and p.product_id = wanted.id""")
                .param(
                        "buckets",
                        ids.stream()
                                .map(id -> BucketedIds.bucketOf(id).number())
                                .toArray(Integer[]::new))
                .param("ids", ids.toArray(UUID[]::new))
                .query(ProductStatements::read)
                .list();
    }

    /**
     * Finds products that are older than {@code before}, newest first.
     *
     * @param namePart case-insensitive substring of the name; null matches all
     */
    List<Product> page(@Nullable UUID before, @Nullable String namePart, int limit) {
        return jdbc.sql("""
                select * from product
                where product_id < :before
                    and (:namePart::text is null or position(lower(:namePart::text) in normalize(lower(name), NFC)) > 0)
                order by product_id desc limit :limit""")
                .param("before", before == null ? MAX_ID : before)
                .param("namePart", namePart, Types.VARCHAR)
                .param("limit", limit)
                .query(ProductStatements::read)
                .list();
    }

    private static Product read(ResultSet row, int number) throws SQLException {
        return new Product(
                row.getObject("product_id", UUID.class),
                row.getString("name"),
                new Price(row.getLong("price"), row.getString("currency")),
                row.getInt("stock"),
                row.getLong("version"));
    }
}
