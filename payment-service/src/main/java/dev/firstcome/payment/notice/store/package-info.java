/** Notices that had their effect. */
@NullMarked
package dev.firstcome.payment.notice.store;

import org.jspecify.annotations.NullMarked;
