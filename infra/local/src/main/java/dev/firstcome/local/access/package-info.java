/** Who may do what with Kafka and Redis: users, their rights, and the form in which each system is told. */
@NullMarked
package dev.firstcome.local.access;

import org.jspecify.annotations.NullMarked;
