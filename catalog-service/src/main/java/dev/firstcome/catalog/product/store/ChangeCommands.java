package dev.firstcome.catalog.product.store;

import dev.firstcome.catalog.product.ChangeCommand;
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

/** The commands that have changed a product. For use in the change's transaction, under the product's lock. */
@Repository
class ChangeCommands {
    private final JdbcClient jdbc;

    ChangeCommands(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether the command has changed the product before, in the same way or another; empty if it has not. */
    Optional<Boolean> isTheSame(UUID product, ChangeCommand command, ProductChange change) {
        return jdbc.sql("""
                select command_hash from product_change
                where bucket = ? and product_id = ? and changed_by = ? and command_id = ?""")
                .params(BucketedIds.bucketOf(product).number(), product, command.operator(), command.id())
                .query(String.class)
                .optional()
                .map(hash(change)::equals);
    }

    void add(ChangeCommand command, ProductChange change, Product after, Instant at) {
        jdbc.sql("""
                insert into product_change
                    (bucket, product_id, changed_by, command_id, command_hash, version, changed_at)
                values (:bucket, :product, :operator, :command, :hash, :version, :at)""")
                .param("bucket", BucketedIds.bucketOf(after.id()).number())
                .param("product", after.id())
                .param("operator", command.operator())
                .param("command", command.id())
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
