/** Shard state for operators. */
@NullMarked
package dev.firstcome.payment.standby.web;

import org.jspecify.annotations.NullMarked;
