/** The load generator: users that sign up through the gateway, request coupons, and record the answers. */
@NullMarked
package dev.firstcome.e2e.load;

import org.jspecify.annotations.NullMarked;
