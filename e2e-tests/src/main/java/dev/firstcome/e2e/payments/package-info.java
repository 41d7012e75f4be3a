/** People who buy: what they order, what they are told, and what they see. */
@NullMarked
package dev.firstcome.e2e.payments;

import org.jspecify.annotations.NullMarked;
