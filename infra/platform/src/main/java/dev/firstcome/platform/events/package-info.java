/** Events and commands as Kafka records: JSON bodies and CloudEvents headers. */
@NullMarked
package dev.firstcome.platform.events;

import org.jspecify.annotations.NullMarked;
