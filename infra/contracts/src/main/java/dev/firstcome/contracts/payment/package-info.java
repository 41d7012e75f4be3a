/** What payment-service tells of payments, and everybody may know of them. */
@NullMarked
package dev.firstcome.contracts.payment;

import org.jspecify.annotations.NullMarked;
