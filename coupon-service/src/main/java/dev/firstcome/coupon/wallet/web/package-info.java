/** The HTTP endpoints of the wallet. */
@NullMarked
package dev.firstcome.coupon.wallet.web;

import org.jspecify.annotations.NullMarked;
