/** Tests of the local platform. */
@NullMarked
package dev.firstcome.local.process;

import org.jspecify.annotations.NullMarked;
