/** Reservations in the shards. */
@NullMarked
package dev.firstcome.catalog.stock.store;

import org.jspecify.annotations.NullMarked;
