/** Live updates of payments over SSE. */
@NullMarked
package dev.firstcome.payment.live.web;

import org.jspecify.annotations.NullMarked;
