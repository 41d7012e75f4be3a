/** Commands of operators that call the services of a running platform. */
@NullMarked
package dev.firstcome.local.cli.operator;

import org.jspecify.annotations.NullMarked;
