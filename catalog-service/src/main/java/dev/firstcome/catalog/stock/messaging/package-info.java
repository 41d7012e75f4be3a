/** Consumes payment events. */
@NullMarked
package dev.firstcome.catalog.stock.messaging;

import org.jspecify.annotations.NullMarked;
