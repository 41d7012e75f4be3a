/** HTTP endpoints of reservations, for payment-service only. */
@NullMarked
package dev.firstcome.catalog.stock.web;

import org.jspecify.annotations.NullMarked;
