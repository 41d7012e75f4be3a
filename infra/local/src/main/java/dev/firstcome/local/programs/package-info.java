/** The options of programs that the command line starts, declared once for the command line and for the program. */
@NullMarked
package dev.firstcome.local.programs;

import org.jspecify.annotations.NullMarked;
