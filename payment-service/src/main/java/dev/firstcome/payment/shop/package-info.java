/** Ports to the catalog and the wallet. */
@NullMarked
package dev.firstcome.payment.shop;

import org.jspecify.annotations.NullMarked;
