/** Tests of this package. */
@NullMarked
package dev.firstcome.psp.webhook;

import org.jspecify.annotations.NullMarked;
