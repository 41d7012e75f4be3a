/** Events of catalog-service about products. */
@NullMarked
package dev.firstcome.contracts.catalog;

import org.jspecify.annotations.NullMarked;
