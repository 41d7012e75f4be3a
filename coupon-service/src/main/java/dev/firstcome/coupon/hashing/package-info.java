/** Values that are derived by SHA-256: coupon ids and the ranks of a draw. */
@NullMarked
package dev.firstcome.coupon.hashing;

import org.jspecify.annotations.NullMarked;
