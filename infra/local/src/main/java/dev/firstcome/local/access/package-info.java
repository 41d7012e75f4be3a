/** Users of Kafka and Redis, and their permissions. */
@NullMarked
package dev.firstcome.local.access;

import org.jspecify.annotations.NullMarked;
