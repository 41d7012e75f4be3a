/** Options and arguments that several commands share. */
@NullMarked
package dev.firstcome.local.cli.option;

import org.jspecify.annotations.NullMarked;
