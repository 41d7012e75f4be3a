package dev.firstcome.catalog.product.store;

import dev.firstcome.catalog.product.ChangeCommandId;
import dev.firstcome.catalog.product.Product;
import dev.firstcome.catalog.product.ProductChange;
import dev.firstcome.platform.ids.BucketedIds;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The applied changes with a command id, by product. Callers must use it in the transaction of the change and hold the
 * lock of the product row.
 */
@Repository
class AppliedChangeCommands {
    private final JdbcClient jdbc;

    AppliedChangeCommands(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Returns whether the recorded change of this command id equals the given one; empty if none is recorded. */
    Optional<Boolean> matchesRecorded(UUID product, ChangeCommandId commandId, ProductChange change) {
        return jdbc.sql("""
                select command_hash from product_change
                where bucket = ? and product_id = ? and changed_by = ? and command_id = ?""")
                .params(BucketedIds.bucketOf(product).number(), product, commandId.operator(), commandId.id())
                .query(String.class)
                .optional()
                .map(hash(change)::equals);
    }

    void add(ChangeCommandId commandId, ProductChange change, Product after, Instant at) {
        jdbc.sql("""
                insert into product_change
                    (bucket, product_id, changed_by, command_id, command_hash, version, changed_at)
                values (:bucket, :product, :operator, :command, :hash, :version, :at)""")
                .param("bucket", BucketedIds.bucketOf(after.id()).number())
                .param("product", after.id())
                .param("operator", commandId.operator())
                .param("command", commandId.id())
                .param("hash", hash(change))
                .param("version", after.version())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static String hash(ProductChange change) {
        return CommandHash.of(
                Objects.requireNonNullElse(change.name(), ""),
                change.price() == null
                        ? ""
                        : change.price().amount() + " " + change.price().currency(),
                Integer.toString(change.addStock()));
    }
}
