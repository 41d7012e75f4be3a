/** The standby log in Kafka. */
@NullMarked
package dev.firstcome.payment.standby.messaging;

import org.jspecify.annotations.NullMarked;
