/** What payments tell of themselves. */
@NullMarked
package dev.firstcome.catalog.stock.messaging;

import org.jspecify.annotations.NullMarked;
