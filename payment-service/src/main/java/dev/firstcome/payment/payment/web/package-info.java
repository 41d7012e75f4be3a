/** HTTP API of payments for users and operators. */
@NullMarked
package dev.firstcome.payment.payment.web;

import org.jspecify.annotations.NullMarked;
