/** Tests of the operator commands. */
@NullMarked
package dev.firstcome.local.cli.operator;

import org.jspecify.annotations.NullMarked;
