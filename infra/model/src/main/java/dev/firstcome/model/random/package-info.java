/** Random coupon logs, the same for the same seed, for whoever wants to compare something with the model. */
@NullMarked
package dev.firstcome.model.random;

import org.jspecify.annotations.NullMarked;
