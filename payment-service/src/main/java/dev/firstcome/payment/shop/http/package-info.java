/** The other services over HTTP. */
@NullMarked
package dev.firstcome.payment.shop.http;

import org.jspecify.annotations.NullMarked;
