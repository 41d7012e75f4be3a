/** Messages and progress on the terminal of the user. */
@NullMarked
package dev.firstcome.local.cli.console;

import org.jspecify.annotations.NullMarked;
