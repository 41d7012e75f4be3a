package dev.firstcome.catalog.product.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.catalog.RunningCatalogService;
import dev.firstcome.catalog.RunningCatalogService.StockLevel;
import dev.firstcome.catalog.product.ChangeCommandId;
import dev.firstcome.catalog.product.NewProduct;
import dev.firstcome.catalog.product.Price;
import dev.firstcome.catalog.product.Product;
import dev.firstcome.catalog.product.ProductChange;
import dev.firstcome.catalog.product.Products;
import dev.firstcome.catalog.product.Products.ChangeResult;
import dev.firstcome.catalog.product.Products.CreateResult;
import dev.firstcome.catalog.stock.Reservations;
import dev.firstcome.catalog.stock.Reservations.ReservationKey;
import dev.firstcome.platform.entities.EntityStore;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.platform.testing.StatementRecorder;
import dev.firstcome.testsupport.StallRetry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tests the product entity on both shards: the first bucket is on one shard, the last bucket on the other. */
class JpaProductsIT {
    private static final int FIRST_BUCKET = 0;
    private static final int LAST_BUCKET = Bucket.COUNT - 1;
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final NewProduct.Attributes KETTLE =
            new NewProduct.Attributes("a kettle", new Price(39_000, "KRW"), 10);
    private static final ProductChange RENAME = new ProductChange("a teapot", null, 0);

    private static RunningCatalogService service;
    private static Shards shards;
    private static EntityStore entities;
    private static Products products;

    @BeforeAll
    static void start() {
        service = RunningCatalogService.shared();
        shards = service.bean(Shards.class);
        entities = service.bean(EntityStore.class);
        products = service.bean(Products.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aSavedProductIsReloadedFromItsShardOnly(int bucket) {
        StallRetry.run(() -> {
            NewProduct product = newProduct(bucket);
            ProductEntity saved = new ProductEntity(product, "hash", NOW);

            shards.execute(new Bucket(bucket), () -> entities.insert(saved));

            assertThat(load(product.id()).toProduct()).isEqualTo(saved.toProduct());
            String otherShard = shards.map().shardOf(new Bucket(LAST_BUCKET - bucket));
            assertThat(shards.readOn(otherShard, () -> entities.find(ProductEntity.class, ProductKey.of(product.id()))))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aStaleVersionIsRejected(int bucket) {
        StallRetry.run(() -> {
            UUID id = create(newProduct(bucket));
            ProductEntity stale = load(id);
            assertThat(products.change(id, RENAME, null)).isInstanceOf(ChangeResult.Changed.class);

            stale.apply(new ProductChange("a stale name", null, 0), NOW);

            assertThatThrownBy(() -> shards.execute(new Bucket(bucket), () -> entities.update(stale)))
                    .isInstanceOf(OptimisticLockingFailureException.class);
            Product current = products.find(id).orElseThrow();
            assertThat(current.name()).isEqualTo("a teapot");
            assertThat(current.version()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aReservationBetweenLoadAndUpdateIsNotLost(int bucket) {
        StallRetry.run(() -> {
            UUID id = create(newProduct(bucket));
            ProductEntity loaded = load(id);
            service.bean(Reservations.class).reserve(new ReservationKey(id, UUID.randomUUID()), 3);

            loaded.apply(RENAME, NOW);
            shards.execute(new Bucket(bucket), () -> entities.update(loaded));

            Product current = products.find(id).orElseThrow();
            assertThat(current.name()).isEqualTo("a teapot");
            assertThat(current.version()).isEqualTo(2);
            assertThat(service.stockOf(id)).isEqualTo(new StockLevel(7, 3));
        });
    }

    @Test
    void hibernateAndJdbcClientShareOneTransaction() {
        StallRetry.run(() -> {
            NewProduct product = newProduct(FIRST_BUCKET);

            assertThatThrownBy(() -> shards.execute(new Bucket(FIRST_BUCKET), () -> {
                        entities.insert(new ProductEntity(product, "hash", NOW));
                        assertThat(rowsOf(product.id())).isOne();
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");

            assertThat(products.find(product.id())).isEmpty();
        });
    }

    @Test
    void aSecondRowWithTheCommandIdIsRejected() {
        StallRetry.run(() -> {
            NewProduct product = newProduct(LAST_BUCKET);
            create(product);
            NewProduct second = new NewProduct(
                    service.ids.next(new Bucket(LAST_BUCKET)), KETTLE, product.createdBy(), product.commandId());

            assertThatThrownBy(() -> shards.execute(
                            new Bucket(LAST_BUCKET), () -> entities.insert(new ProductEntity(second, "hash", NOW))))
                    .isInstanceOf(DuplicateKeyException.class);
            assertThat(products.create(second))
                    .isEqualTo(
                            new CreateResult.Created(products.find(product.id()).orElseThrow()));
        });
    }

    @Test
    void entitiesNeedATransaction() {
        ProductKey id = ProductKey.of(service.ids.next());

        assertThatThrownBy(() -> entities.find(ProductEntity.class, id)).hasMessageContaining("transaction");
    }

    @Test
    void theMainFlowsExecuteNoNeedlessStatement() {
        StallRetry.run(() -> {
            NewProduct product = newProduct(FIRST_BUCKET);
            ChangeCommandId firstCommand = new ChangeCommandId(product.createdBy(), "first");
            ChangeCommandId secondCommand = new ChangeCommandId(product.createdBy(), "second");
            ProductChange addStock = new ProductChange(null, null, 5);

            assertThat(verbs(() -> create(product))).containsExactly("select", "insert", "with");
            assertThat(verbs(() -> create(product))).containsExactly("select");
            assertThat(verbs(() -> products.find(product.id()))).containsExactly("select");
            assertThat(verbs(() -> products.findAll(List.of(product.id(), service.ids.next(new Bucket(FIRST_BUCKET))))))
                    .containsExactly("select");
            assertThat(verbs(() -> products.change(product.id(), RENAME, firstCommand)))
                    .containsExactly("select", "select", "update", "insert", "with");
            assertThat(verbs(() -> products.change(product.id(), addStock, secondCommand)))
                    .containsExactly("select", "select", "update", "update", "insert", "with");
            assertThat(service.stockOf(product.id())).isEqualTo(new StockLevel(15, 0));
        });
    }

    /** Returns the first word of each statement; {@code with} is the append to the outbox. */
    private static List<String> verbs(Runnable work) {
        return service.bean(StatementRecorder.class).statementsOf(work).stream()
                .map(statement -> statement.strip().split("\\s", 2)[0])
                .toList();
    }

    private static NewProduct newProduct(int bucket) {
        UUID id = service.ids.next(new Bucket(bucket));
        return new NewProduct(id, KETTLE, service.ids.next(), id.toString());
    }

    private static UUID create(NewProduct product) {
        assertThat(products.create(product)).isInstanceOf(CreateResult.Created.class);
        return product.id();
    }

    private static ProductEntity load(UUID id) {
        return shards.read(BucketedIds.bucketOf(id), () -> entities.find(ProductEntity.class, ProductKey.of(id)))
                .orElseThrow();
    }

    private static int rowsOf(UUID id) {
        return service.bean(JdbcClient.class)
                .sql("select count(*) from product where bucket = ? and product_id = ?")
                .params(BucketedIds.bucketOf(id).number(), id)
                .query(Integer.class)
                .single();
    }
}
