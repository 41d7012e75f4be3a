/** The catalog service: products and their stock. */
@NullMarked
package dev.firstcome.catalog;

import org.jspecify.annotations.NullMarked;
