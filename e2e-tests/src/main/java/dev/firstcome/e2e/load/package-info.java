/** People who use the shop through its door: they sign up, rush a campaign, and write down what they were told. */
@NullMarked
package dev.firstcome.e2e.load;

import org.jspecify.annotations.NullMarked;
