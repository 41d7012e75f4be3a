/** Proofs and receipts over HTTP. */
@NullMarked
package dev.firstcome.coupon.proof.web;

import org.jspecify.annotations.NullMarked;
