/** The provider's notices over HTTP. */
@NullMarked
package dev.firstcome.payment.notice.web;

import org.jspecify.annotations.NullMarked;
