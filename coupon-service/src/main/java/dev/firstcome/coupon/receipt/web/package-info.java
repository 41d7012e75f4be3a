/** The public endpoint that verifies receipts. */
@NullMarked
package dev.firstcome.coupon.receipt.web;

import org.jspecify.annotations.NullMarked;
