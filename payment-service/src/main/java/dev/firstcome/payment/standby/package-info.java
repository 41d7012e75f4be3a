/** Commits wait for each shard's standby, or do not and say so; what was promoted with a loss takes no money. */
@NullMarked
package dev.firstcome.payment.standby;

import org.jspecify.annotations.NullMarked;
