/** Live updates of payments. */
@NullMarked
package dev.firstcome.payment.live;

import org.jspecify.annotations.NullMarked;
