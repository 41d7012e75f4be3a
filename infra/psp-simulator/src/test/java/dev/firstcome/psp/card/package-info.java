/** Tests of this package. */
@NullMarked
package dev.firstcome.psp.card;

import org.jspecify.annotations.NullMarked;
