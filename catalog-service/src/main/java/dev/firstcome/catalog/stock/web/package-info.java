/** Stock over HTTP, for payments alone. */
@NullMarked
package dev.firstcome.catalog.stock.web;

import org.jspecify.annotations.NullMarked;
