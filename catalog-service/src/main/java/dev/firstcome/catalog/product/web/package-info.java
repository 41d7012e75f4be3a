/** Products over HTTP: for users, for operators and for payments. */
@NullMarked
package dev.firstcome.catalog.product.web;

import org.jspecify.annotations.NullMarked;
