package dev.firstcome.catalog.product.store;

import dev.firstcome.catalog.product.ChangeCommandId;
import dev.firstcome.catalog.product.NewProduct;
import dev.firstcome.catalog.product.Price;
import dev.firstcome.catalog.product.Product;
import dev.firstcome.catalog.product.ProductChange;
import dev.firstcome.catalog.product.Products;
import dev.firstcome.platform.entities.EntityStore;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.time.Clock;
import java.time.Instant;
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
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Repository;

/** Products in the Postgres shards. A change locks the product row before it reads it and until it commits. */
@Repository
class JpaProducts implements Products {
    private final Shards shards;
    private final EntityStore entities;
    private final ProductStatements statements;
    private final AppliedChangeCommands commands;
    private final ProductEvents events;
    private final Clock clock;

    JpaProducts(
            Shards shards,
            EntityStore entities,
            ProductStatements statements,
            AppliedChangeCommands commands,
            ProductEvents events,
            Clock clock) {
        this.shards = shards;
        this.entities = entities;
        this.statements = statements;
        this.commands = commands;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public CreateResult create(NewProduct product) {
        String hash = hash(product.attributes());
        ProductEntity stored = findOrInsert(product, hash);
        return stored.commandHash().equals(hash)
                ? new CreateResult.Created(stored.toProduct())
                : new CreateResult.IdempotencyMismatch();
    }

    private ProductEntity findOrInsert(NewProduct product, String hash) {
        Bucket bucket = BucketedIds.bucketOf(product.id());
        try {
            return shards.transact(bucket, () -> findByCommand(bucket, product).orElseGet(() -> insert(product, hash)));
        } catch (DuplicateKeyException concurrent) {
            // A concurrent request with the same command id has committed. Products are never deleted.
            return shards.read(bucket, () -> findByCommand(bucket, product).orElseThrow(() -> concurrent));
        }
    }

    private Optional<ProductEntity> findByCommand(Bucket bucket, NewProduct product) {
        return entities.call(session -> session.createSelectionQuery("""
                        from ProductEntity
                        where id.bucket = :bucket and createdBy = :operator and commandId = :command""", ProductEntity.class)
                .setParameter("bucket", (short) bucket.number())
                .setParameter("operator", product.createdBy())
                .setParameter("command", product.commandId())
                .uniqueResultOptional());
    }

    private ProductEntity insert(NewProduct product, String hash) {
        Instant now = now();
        ProductEntity created = new ProductEntity(product, hash, now);
        entities.insert(created);
        events.appendChanged(created.toProduct(), now);
        return created;
    }

    @Override
    public ChangeResult change(UUID id, ProductChange change, @Nullable ChangeCommandId commandId) {
        return shards.transact(
                BucketedIds.bucketOf(id),
                () -> entities.lock(ProductEntity.class, ProductKey.of(id))
                        .map(locked -> change(locked, change, commandId))
                        .orElse(new ChangeResult.UnknownProduct()));
    }

    private ChangeResult change(ProductEntity locked, ProductChange change, @Nullable ChangeCommandId commandId) {
        Product current = locked.toProduct();
        Optional<Boolean> matches =
                commandId == null ? Optional.empty() : commands.matchesRecorded(current.id(), commandId, change);
        if (matches.isPresent()) {
            return matches.get() ? new ChangeResult.AlreadyApplied(current) : new ChangeResult.IdempotencyMismatch();
        }
        Price price = change.price();
        if (price != null && !price.currency().equals(current.price().currency())) {
            return new ChangeResult.CurrencyMismatch(current);
        }
        if (!locked.canAddStock(change.addStock())) {
            return new ChangeResult.StockOutOfRange(current);
        }
        Instant at = now();
        Product after = update(locked, change, at);
        if (commandId != null) {
            commands.add(commandId, change, after, at);
        }
        events.appendChanged(after, at);
        return new ChangeResult.Changed(current, after);
    }

    private Product update(ProductEntity locked, ProductChange change, Instant at) {
        locked.apply(change, at);
        entities.update(locked);
        Product updated = locked.toProduct();
        return change.addStock() == 0
                ? updated
                : locked.toProduct(statements.addStock(updated.id(), change.addStock()));
    }

    @Override
    public Optional<Product> find(UUID id) {
        return shards.read(BucketedIds.bucketOf(id), () -> entities.find(ProductEntity.class, ProductKey.of(id)))
                .map(ProductEntity::toProduct);
    }

    @Override
    public List<Product> findAll(Collection<UUID> ids) {
        Map<UUID, Product> found = new HashMap<>();
        ids.stream()
                .distinct()
                .collect(Collectors.groupingBy(id -> shards.map().shardOf(BucketedIds.bucketOf(id))))
                .forEach((shard, shardIds) -> shards.readOn(shard, () -> statements.findAll(shardIds))
                        .forEach(product -> found.put(product.id(), product)));
        return ids.stream().distinct().map(found::get).filter(Objects::nonNull).toList();
    }

    @Override
    public List<Product> page(@Nullable UUID before, @Nullable String namePart, int limit) {
        return shards.readAll(() -> statements.page(before, namePart, limit)).stream()
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
}
