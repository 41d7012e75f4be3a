/** Stock reservations of payments. */
@NullMarked
package dev.firstcome.catalog.stock;

import org.jspecify.annotations.NullMarked;
