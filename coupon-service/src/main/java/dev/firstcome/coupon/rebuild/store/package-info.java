/** The sharded JDBC store of rebuilds and their differences. */
@NullMarked
package dev.firstcome.coupon.rebuild.store;

import org.jspecify.annotations.NullMarked;
