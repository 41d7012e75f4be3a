/** Other ways to give coupons away, on the same servers: what most tutorials teach. */
@NullMarked
package dev.firstcome.e2e.bench.rivals;

import org.jspecify.annotations.NullMarked;
