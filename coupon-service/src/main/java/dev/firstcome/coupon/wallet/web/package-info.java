/** The wallet over HTTP. */
@NullMarked
package dev.firstcome.coupon.wallet.web;

import org.jspecify.annotations.NullMarked;
