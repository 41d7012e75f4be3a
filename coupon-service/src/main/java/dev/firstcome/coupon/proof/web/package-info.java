/** The HTTP endpoints of proofs and receipts. */
@NullMarked
package dev.firstcome.coupon.proof.web;

import org.jspecify.annotations.NullMarked;
