/** Kafka consumer that triggers the processing of new payments. */
@NullMarked
package dev.firstcome.payment.charge.messaging;

import org.jspecify.annotations.NullMarked;
