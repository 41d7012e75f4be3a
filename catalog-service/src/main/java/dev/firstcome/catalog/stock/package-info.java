/** What payments reserve of products, and what becomes of it. */
@NullMarked
package dev.firstcome.catalog.stock;

import org.jspecify.annotations.NullMarked;
