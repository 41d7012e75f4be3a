/** What payments need of the shop's other services. */
@NullMarked
package dev.firstcome.payment.shop;

import org.jspecify.annotations.NullMarked;
