/** Tests of this package. */
@NullMarked
package dev.firstcome.psp;

import org.jspecify.annotations.NullMarked;
