/** What watching reads from shards. */
@NullMarked
package dev.firstcome.payment.watching.store;

import org.jspecify.annotations.NullMarked;
