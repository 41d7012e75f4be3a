/** Alternative ways to issue coupons on the same servers, as common tutorials describe them. */
@NullMarked
package dev.firstcome.e2e.bench.rivals;

import org.jspecify.annotations.NullMarked;
