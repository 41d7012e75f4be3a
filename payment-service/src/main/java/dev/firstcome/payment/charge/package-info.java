/** Processing of accepted payments: reservations, charge attempts and their results. */
@NullMarked
package dev.firstcome.payment.charge;

import org.jspecify.annotations.NullMarked;
