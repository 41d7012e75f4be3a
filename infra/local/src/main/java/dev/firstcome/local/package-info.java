/** Runs the whole shop on one machine: real Kafka, Postgres and Redis, and the services, each as a process of its own. */
@NullMarked
package dev.firstcome.local;

import org.jspecify.annotations.NullMarked;
