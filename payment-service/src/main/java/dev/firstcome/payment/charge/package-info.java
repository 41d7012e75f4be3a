/** What happens to a payment after it was taken in. */
@NullMarked
package dev.firstcome.payment.charge;

import org.jspecify.annotations.NullMarked;
