/** What payments need of whoever moves the money. */
@NullMarked
package dev.firstcome.payment.provider;

import org.jspecify.annotations.NullMarked;
