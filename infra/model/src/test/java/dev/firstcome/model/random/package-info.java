/** Tests of the random logs. */
@NullMarked
package dev.firstcome.model.random;

import org.jspecify.annotations.NullMarked;
