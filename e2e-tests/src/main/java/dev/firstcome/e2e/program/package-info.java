/** Code that the command-line programs of this module share. */
@NullMarked
package dev.firstcome.e2e.program;

import org.jspecify.annotations.NullMarked;
