package dev.firstcome.catalog.product.store;

import dev.firstcome.catalog.product.NewProduct;
import dev.firstcome.catalog.product.Price;
import dev.firstcome.catalog.product.Product;
import dev.firstcome.catalog.product.ProductChange;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * A row of the table {@code product}.
 *
 * <p>An update writes name, price, version and time of the change only. SQL statements change the stock columns, also
 * between the load and the update of an entity, so the entity never writes them after the insert.
 */
@Entity
@Table(name = "product")
@SuppressWarnings("unused") // Hibernate reads all fields
class ProductEntity {
    @EmbeddedId
    private ProductKey id;

    private String name;
    private long price;

    @Column(length = 3, updatable = false)
    @JdbcTypeCode(SqlTypes.CHAR)
    private String currency;

    @Column(updatable = false)
    private int stock;

    @Column(updatable = false)
    private int reserved;

    /** Also the version of the product's latest event. */
    @Version
    private long version;

    @Column(updatable = false)
    private UUID createdBy;

    @Column(updatable = false)
    private String commandId;

    @Column(updatable = false)
    private String commandHash;

    @Column(updatable = false)
    private Instant createdAt;

    private Instant changedAt;

    /** For Hibernate, which sets the fields. */
    protected ProductEntity() {}

    ProductEntity(NewProduct product, String commandHash, Instant at) {
        NewProduct.Attributes attributes = product.attributes();
        this.id = ProductKey.of(product.id());
        this.name = attributes.name();
        this.price = attributes.price().amount();
        this.currency = attributes.price().currency();
        this.stock = attributes.stock();
        this.version = 1;
        this.createdBy = product.createdBy();
        this.commandId = product.commandId();
        this.commandHash = commandHash;
        this.createdAt = at;
        this.changedAt = at;
    }

    /** Applies name and price. The caller changes the stock by SQL. */
    void apply(ProductChange change, Instant at) {
        if (change.name() != null) {
            name = change.name();
        }
        if (change.price() != null) {
            price = change.price().amount();
        }
        changedAt = at;
    }

    boolean canAddStock(int quantity) {
        long available = (long) stock + quantity;
        return available >= 0 && (quantity <= 0 || available + reserved <= Product.STOCK_MAX);
    }

    /** Returns the product as it was loaded or saved, with the stock at the load. */
    Product toProduct() {
        return toProduct(stock);
    }

    Product toProduct(int currentStock) {
        return new Product(id.productId(), name, new Price(price, currency), currentStock, version);
    }

    String commandHash() {
        return commandHash;
    }
}
