/** The load generator for payments: buyers, their orders, and the answers that they received. */
@NullMarked
package dev.firstcome.e2e.payments;

import org.jspecify.annotations.NullMarked;
