/** Tests of this package. */
@NullMarked
package dev.firstcome.psp.api;

import org.jspecify.annotations.NullMarked;
