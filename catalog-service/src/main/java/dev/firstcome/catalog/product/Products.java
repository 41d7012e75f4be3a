package dev.firstcome.catalog.product;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The products, each stored in the shard of its bucket. Each write appends its event to the outbox in its transaction.
 */
public interface Products {
    /** Result of creating a product. */
    sealed interface CreateResult {
        /** The current state of the product, which this request or an earlier one with the same command id created. */
        record Created(Product product) implements CreateResult {}

        /** The command id was already used with other attributes. */
        record IdempotencyMismatch() implements CreateResult {}
    }

    /** Result of changing a product. */
    sealed interface ChangeResult {
        record Changed(Product before, Product after) implements ChangeResult {}

        /** The currency cannot be changed. */
        record CurrencyMismatch(Product current) implements ChangeResult {}

        /** The stock would become negative or exceed {@link Product#STOCK_MAX}. */
        record StockOutOfRange(Product current) implements ChangeResult {}

        record UnknownProduct() implements ChangeResult {}

        /** An earlier request with the same command id made this change. */
        record AlreadyApplied(Product current) implements ChangeResult {}

        /** The command id was already used for another change. */
        record IdempotencyMismatch() implements ChangeResult {}
    }

    /** Creates the product, or returns the one that the same operator created with the same command id. */
    CreateResult create(NewProduct product);

    /**
     * Changes the product at most once per command id. A rejected change is not recorded: a repeated request is
     * evaluated like a new one.
     *
     * @param commandId null makes the change not idempotent
     */
    ChangeResult change(UUID id, ProductChange change, @Nullable ChangeCommandId commandId);

    Optional<Product> find(UUID id);

    /** Finds products in the order of the ids, each once. Unknown ids are omitted. */
    List<Product> findAll(Collection<UUID> ids);

    /**
     * Finds products of all shards that are older than {@code before}, newest first.
     *
     * @param namePart case-insensitive substring of the name; null matches all
     */
    List<Product> page(@Nullable UUID before, @Nullable String namePart, int limit);
}
