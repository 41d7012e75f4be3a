/** The brokers and their topics. */
@NullMarked
package dev.firstcome.local.kafka;

import org.jspecify.annotations.NullMarked;
