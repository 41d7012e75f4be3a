/** HTTP endpoints of products: for users, for operators and for payment-service. */
@NullMarked
package dev.firstcome.catalog.product.web;

import org.jspecify.annotations.NullMarked;
