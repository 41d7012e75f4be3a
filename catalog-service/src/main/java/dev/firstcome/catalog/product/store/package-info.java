/** Stores products in the Postgres shards. */
@NullMarked
package dev.firstcome.catalog.product.store;

import org.jspecify.annotations.NullMarked;
