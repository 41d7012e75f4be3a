/** Random coupon logs for comparisons with the model. The same seed generates the same log. */
@NullMarked
package dev.firstcome.model.random;

import org.jspecify.annotations.NullMarked;
