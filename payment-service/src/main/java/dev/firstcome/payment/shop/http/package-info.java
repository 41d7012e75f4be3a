/** HTTP adapters for the catalog and the wallet. */
@NullMarked
package dev.firstcome.payment.shop.http;

import org.jspecify.annotations.NullMarked;
