/** What operators see of the shards. */
@NullMarked
package dev.firstcome.payment.standby.web;

import org.jspecify.annotations.NullMarked;
