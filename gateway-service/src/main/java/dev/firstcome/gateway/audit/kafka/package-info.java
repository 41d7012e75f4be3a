/** The audit trail as it stands in Kafka. */
@NullMarked
package dev.firstcome.gateway.audit.kafka;

import org.jspecify.annotations.NullMarked;
