/** Products in the shards. */
@NullMarked
package dev.firstcome.catalog.product.store;

import org.jspecify.annotations.NullMarked;
