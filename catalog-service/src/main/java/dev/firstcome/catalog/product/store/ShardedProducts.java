package dev.firstcome.catalog.product.store;

import dev.firstcome.catalog.product.ChangeCommand;
import dev.firstcome.catalog.product.NewProduct;
import dev.firstcome.catalog.product.Price;
import dev.firstcome.catalog.product.Product;
import dev.firstcome.catalog.product.ProductChange;
import dev.firstcome.catalog.product.Products;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Products as rows; a change holds the row's lock from the look at it to the commit. */
@Repository
class ShardedProducts implements Products {
    private static final UUID AFTER_ALL = new UUID(-1, -1);

    private final Shards shards;
    private final JdbcClient jdbc;
    private final ChangeCommands commands;
    private final ProductEvents told;
    private final Clock clock;

    ShardedProducts(Shards shards, JdbcClient jdbc, ChangeCommands commands, ProductEvents told, Clock clock) {
        this.shards = shards;
        this.jdbc = jdbc;
        this.commands = commands;
        this.told = told;
        this.clock = clock;
    }

    private record Kept(Product product, String commandHash) {}

    @Override
    public Made make(NewProduct product) {
        Bucket bucket = BucketedIds.bucketOf(product.id());
        String hash = hash(product.terms());
        Kept kept = shards.transact(bucket, () -> {
            Instant now = now();
            boolean fresh = insert(bucket, product, hash, now) == 1;
            Kept there = byCommand(bucket, product);
            if (fresh) {
                told.changed(there.product(), now);
            }
            return there;
        });
        return kept.commandHash().equals(hash) ? new Made.Done(kept.product()) : new Made.OtherTerms();
    }

    private int insert(Bucket bucket, NewProduct product, String hash, Instant now) {
        NewProduct.Terms terms = product.terms();
        return jdbc.sql("""
                insert into product (bucket, product_id, name, price, currency, stock,
                    created_by, command_id, command_hash, created_at, changed_at)
                values (:bucket, :id, :name, :price, :currency, :stock, :operator, :command, :hash, :now, :now)
                on conflict (bucket, created_by, command_id) do nothing""")
                .param("bucket", bucket.number())
                .param("id", product.id())
                .param("name", terms.name())
                .param("price", terms.price().amount())
                .param("currency", terms.price().currency())
                .param("stock", terms.stock())
                .param("operator", product.createdBy())
                .param("command", product.commandId())
                .param("hash", hash)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private Kept byCommand(Bucket bucket, NewProduct product) {
        return jdbc.sql("select * from product where bucket = ? and created_by = ? and command_id = ?")
                .params(bucket.number(), product.createdBy(), product.commandId())
                .query((row, number) -> new Kept(read(row, number), row.getString("command_hash")))
                .single();
    }

    @Override
    public Changed change(UUID id, ProductChange change, @Nullable ChangeCommand command) {
        Bucket bucket = BucketedIds.bucketOf(id);
        return shards.transact(
                bucket,
                () -> jdbc.sql("select * from product where bucket = ? and product_id = ? for update")
                        .params(bucket.number(), id)
                        .query((row, number) -> new Locked(read(row, number), row.getInt("reserved")))
                        .optional()
                        .map(locked -> change(locked, change, command))
                        .orElse(new Changed.UnknownProduct()));
    }

    private record Locked(Product product, int reserved) {
        boolean hasRoomFor(int more) {
            long stock = (long) product.stock() + more;
            return stock >= 0 && (more <= 0 || stock + reserved <= Product.STOCK_MAX);
        }
    }

    private Changed change(Locked locked, ProductChange change, @Nullable ChangeCommand command) {
        Product now = locked.product();
        Optional<Boolean> before = command == null ? Optional.empty() : commands.isTheSame(now.id(), command, change);
        if (before.isPresent()) {
            return before.get() ? new Changed.Before(now) : new Changed.OtherChange();
        }
        Price price = change.price();
        if (price != null && !price.currency().equals(now.price().currency())) {
            return new Changed.OtherCurrency(now);
        }
        if (!locked.hasRoomFor(change.addStock())) {
            return new Changed.NoSuchStock(now);
        }
        Instant at = now();
        Product after = update(now, change, at);
        if (command != null) {
            commands.add(command, change, after, at);
        }
        told.changed(after, at);
        return new Changed.Done(now, after);
    }

    private Product update(Product now, ProductChange change, Instant at) {
        Price price = change.price();
        return jdbc.sql("""
                update product set name = coalesce(:name, name), price = coalesce(:price, price),
                    stock = stock + :more, version = version + 1, changed_at = :at
                where bucket = :bucket and product_id = :id
                returning *""")
                .param("name", change.name(), Types.VARCHAR)
                .param("price", price == null ? null : price.amount(), Types.BIGINT)
                .param("more", change.addStock())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("bucket", BucketedIds.bucketOf(now.id()).number())
                .param("id", now.id())
                .query(ShardedProducts::read)
                .single();
    }

    @Override
    public Optional<Product> find(UUID id) {
        Bucket bucket = BucketedIds.bucketOf(id);
        return shards.read(
                bucket,
                () -> jdbc.sql("select * from product where bucket = ? and product_id = ?")
                        .params(bucket.number(), id)
                        .query(ShardedProducts::read)
                        .optional());
    }

    @Override
    public List<Product> findAll(Collection<UUID> ids) {
        Map<UUID, Product> found = new HashMap<>();
        ids.stream()
                .distinct()
                .collect(Collectors.groupingBy(id -> shards.map().shardOf(BucketedIds.bucketOf(id))))
                .forEach((shard, here) -> findOn(shard, here).forEach(product -> found.put(product.id(), product)));
        return ids.stream().distinct().map(found::get).filter(Objects::nonNull).toList();
    }

    private List<Product> findOn(String shard, List<UUID> ids) {
        return shards.readOn(
                shard,
                () -> jdbc.sql("""
                        select p.* from unnest(:buckets::smallint[], :ids::uuid[]) as wanted(bucket, id)
                        join product p on p.bucket = wanted.bucket and p.product_id = wanted.id""")
                        .param(
                                "buckets",
                                ids.stream()
                                        .map(id -> BucketedIds.bucketOf(id).number())
                                        .toArray(Integer[]::new))
                        .param("ids", ids.toArray(UUID[]::new))
                        .query(ShardedProducts::read)
                        .list());
    }

    @Override
    public List<Product> page(@Nullable UUID before, @Nullable String part, int limit) {
        return shards
                .readAll(() -> jdbc.sql("""
                        select * from product
                        where product_id < :before
                            and (:part::text is null or position(lower(:part::text) in lower(name)) > 0)
                        order by product_id desc limit :limit""")
                        .param("before", before == null ? AFTER_ALL : before)
                        .param("part", part, Types.VARCHAR)
                        .param("limit", limit)
                        .query(ShardedProducts::read)
                        .list())
                .stream()
                .sorted(Comparator.comparing((Product product) -> product.id().toString())
                        .reversed())
                .limit(limit)
                .toList();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Names have no line breaks, so what is wanted can be told from its lines. */
    private static String hash(NewProduct.Terms terms) {
        return CommandHash.of(
                terms.name(),
                Long.toString(terms.price().amount()),
                terms.price().currency(),
                Integer.toString(terms.stock()));
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
