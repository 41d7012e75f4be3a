/** What the provider says by itself. */
@NullMarked
package dev.firstcome.payment.notice;

import org.jspecify.annotations.NullMarked;
