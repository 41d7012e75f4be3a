/** Worker pool, polling of due work, and cleanup of expired rows. */
@NullMarked
package dev.firstcome.payment.work;

import org.jspecify.annotations.NullMarked;
