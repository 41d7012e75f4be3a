/** Tests of the local platform. */
@NullMarked
package dev.firstcome.local.kafka;

import org.jspecify.annotations.NullMarked;
