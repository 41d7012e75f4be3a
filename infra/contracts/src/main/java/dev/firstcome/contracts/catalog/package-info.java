/** What catalog-service tells of products. */
@NullMarked
package dev.firstcome.contracts.catalog;

import org.jspecify.annotations.NullMarked;
