/** The Kafka consumers that write results and payment outcomes to the wallets. */
@NullMarked
package dev.firstcome.coupon.wallet.messaging;

import org.jspecify.annotations.NullMarked;
