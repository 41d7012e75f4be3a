/** Tests of the local platform. */
@NullMarked
package dev.firstcome.local;

import org.jspecify.annotations.NullMarked;
