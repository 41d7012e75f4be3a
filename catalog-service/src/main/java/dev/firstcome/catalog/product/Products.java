package dev.firstcome.catalog.product;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The products, each in the shard of its own bucket. What is made or changed is told in the same transaction. */
public interface Products {
    /** What became of a wish to make a product. */
    sealed interface Made {
        /** It is there, now or since before; as it is now. */
        record Done(Product product) implements Made {}

        /** The same command id was used for other terms. */
        record OtherTerms() implements Made {}
    }

    /** What became of a change. */
    sealed interface Changed {
        record Done(Product before, Product after) implements Changed {}

        /** The currency cannot be changed. */
        record OtherCurrency(Product now) implements Changed {}

        /** There would be less than nothing to reserve, or more than there can be. */
        record NoSuchStock(Product now) implements Changed {}

        record UnknownProduct() implements Changed {}

        /** The same command has made this change before; the product as it is now. */
        record Before(Product now) implements Changed {}

        /** The same command id was used for another change. */
        record OtherChange() implements Changed {}
    }

    /** Makes the product; if this operator's command made one before, that one comes back. */
    Made make(NewProduct product);

    /**
     * Changes the product; if the command did that before, nothing is changed. A change that was refused is not known as
     * its command's, and is looked at anew.
     *
     * @param command null: whoever repeats it changes the product again
     */
    Changed change(UUID id, ProductChange change, @Nullable ChangeCommand command);

    Optional<Product> find(UUID id);

    /** Those that there are, in the order in which they are asked for. */
    List<Product> findAll(Collection<UUID> ids);

    /**
     * Products of all shards, the newest first, from before {@code before}.
     *
     * @param part of the name, in whatever case; null: any
     */
    List<Product> page(@Nullable UUID before, @Nullable String part, int limit);
}
