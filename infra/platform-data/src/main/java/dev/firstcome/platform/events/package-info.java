/** Events in Kafka: JSON bodies, CloudEvents headers, error handling of consumers, and followers of small topics. */
@NullMarked
package dev.firstcome.platform.events;

import org.jspecify.annotations.NullMarked;
