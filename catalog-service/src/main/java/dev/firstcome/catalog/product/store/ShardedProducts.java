package dev.firstcome.catalog.product.store;

import dev.firstcome.catalog.product.ChangeCommandId;
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

/** Products in the Postgres shards. A change locks the product row before it reads it and until it commits. */
@Repository
class ShardedProducts implements Products {
    private static final UUID MAX_ID = new UUID(-1, -1);

    private final Shards shards;
    private final JdbcClient jdbc;
    private final AppliedChangeCommands commands;
    private final ProductEvents events;
    private final Clock clock;

    ShardedProducts(Shards shards, JdbcClient jdbc, AppliedChangeCommands commands, ProductEvents events, Clock clock) {
        this.shards = shards;
        this.jdbc = jdbc;
        this.commands = commands;
        this.events = events;
        this.clock = clock;
    }

    private record StoredProduct(Product product, String commandHash) {}

    @Override
    public CreateResult create(NewProduct product) {
        Bucket bucket = BucketedIds.bucketOf(product.id());
        String hash = hash(product.attributes());
        StoredProduct stored = shards.transact(bucket, () -> {
            Instant now = now();
            boolean inserted = insert(bucket, product, hash, now) == 1;
            StoredProduct found = findByCommand(bucket, product);
            if (inserted) {
                events.appendChanged(found.product(), now);
            }
            return found;
        });
        return stored.commandHash().equals(hash)
                ? new CreateResult.Created(stored.product())
                : new CreateResult.IdempotencyMismatch();
    }

    private int insert(Bucket bucket, NewProduct product, String hash, Instant now) {
        NewProduct.Attributes attributes = product.attributes();
        return jdbc.sql("""
                insert into product (bucket, product_id, name, price, currency, stock,
                    created_by, command_id, command_hash, created_at, changed_at)
                values (:bucket, :id, :name, :price, :currency, :stock, :operator, :command, :hash, :now, :now)
                on conflict (bucket, created_by, command_id) do nothing""")
                .param("bucket", bucket.number())
                .param("id", product.id())
                .param("name", attributes.name())
                .param("price", attributes.price().amount())
                .param("currency", attributes.price().currency())
                .param("stock", attributes.stock())
                .param("operator", product.createdBy())
                .param("command", product.commandId())
                .param("hash", hash)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private StoredProduct findByCommand(Bucket bucket, NewProduct product) {
        return jdbc.sql("select * from product where bucket = ? and created_by = ? and command_id = ?")
                .params(bucket.number(), product.createdBy(), product.commandId())
                .query((row, number) -> new StoredProduct(read(row, number), row.getString("command_hash")))
                .single();
    }

    @Override
    public ChangeResult change(UUID id, ProductChange change, @Nullable ChangeCommandId commandId) {
        Bucket bucket = BucketedIds.bucketOf(id);
        return shards.transact(
                bucket,
                () -> jdbc.sql("select * from product where bucket = ? and product_id = ? for update")
                        .params(bucket.number(), id)
                        .query((row, number) -> new LockedProduct(read(row, number), row.getInt("reserved")))
                        .optional()
                        .map(locked -> change(locked, change, commandId))
                        .orElse(new ChangeResult.UnknownProduct()));
    }

    private record LockedProduct(Product product, int reserved) {
        boolean canAdd(int quantity) {
            long stock = (long) product.stock() + quantity;
            return stock >= 0 && (quantity <= 0 || stock + reserved <= Product.STOCK_MAX);
        }
    }

    private ChangeResult change(LockedProduct locked, ProductChange change, @Nullable ChangeCommandId commandId) {
        Product current = locked.product();
        Optional<Boolean> matches =
                commandId == null ? Optional.empty() : commands.matchesRecorded(current.id(), commandId, change);
        if (matches.isPresent()) {
            return matches.get() ? new ChangeResult.AlreadyApplied(current) : new ChangeResult.IdempotencyMismatch();
        }
        Price price = change.price();
        if (price != null && !price.currency().equals(current.price().currency())) {
            return new ChangeResult.CurrencyMismatch(current);
        }
        if (!locked.canAdd(change.addStock())) {
            return new ChangeResult.StockOutOfRange(current);
        }
        Instant at = now();
        Product after = update(current, change, at);
        if (commandId != null) {
            commands.add(commandId, change, after, at);
        }
        events.appendChanged(after, at);
        return new ChangeResult.Changed(current, after);
    }

    private Product update(Product current, ProductChange change, Instant at) {
        Price price = change.price();
        return jdbc.sql("""
                update product set name = coalesce(:name, name), price = coalesce(:price, price),
                    stock = stock + :quantity, version = version + 1, changed_at = :at
                where bucket = :bucket and product_id = :id
                returning *""")
                .param("name", change.name(), Types.VARCHAR)
                .param("price", price == null ? null : price.amount(), Types.BIGINT)
                .param("quantity", change.addStock())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("bucket", BucketedIds.bucketOf(current.id()).number())
                .param("id", current.id())
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
                .forEach((shard, shardIds) ->
                        findOn(shard, shardIds).forEach(product -> found.put(product.id(), product)));
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
    public List<Product> page(@Nullable UUID before, @Nullable String namePart, int limit) {
        return shards
                .readAll(() -> jdbc.sql("""
                        select * from product
                        where product_id < :before
                            and (:namePart::text is null or position(lower(:namePart::text) in normalize(lower(name), NFC)) > 0)
                        order by product_id desc limit :limit""")
                        .param("before", before == null ? MAX_ID : before)
                        .param("namePart", namePart, Types.VARCHAR)
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

    /** The hash is unambiguous: names contain no line breaks, which separate the values. */
    private static String hash(NewProduct.Attributes attributes) {
        return CommandHash.of(
                attributes.name(),
                Long.toString(attributes.price().amount()),
                attributes.price().currency(),
                Integer.toString(attributes.stock()));
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
