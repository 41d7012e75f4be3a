/** Tests of the local platform. */
@NullMarked
package dev.firstcome.local.cli;

import org.jspecify.annotations.NullMarked;
