/** The Kafka consumer of the audit topic. */
@NullMarked
package dev.firstcome.gateway.audit.kafka;

import org.jspecify.annotations.NullMarked;
