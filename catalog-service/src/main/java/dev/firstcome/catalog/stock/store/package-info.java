/** Stores reservations in the Postgres shards. */
@NullMarked
package dev.firstcome.catalog.stock.store;

import org.jspecify.annotations.NullMarked;
