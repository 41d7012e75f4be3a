/** The help of the commands: valid values, exit codes, and proposals after a misspelt argument. */
@NullMarked
package dev.firstcome.local.cli.help;

import org.jspecify.annotations.NullMarked;
