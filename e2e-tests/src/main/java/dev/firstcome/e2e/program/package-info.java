/** What the programs of this module have in common. */
@NullMarked
package dev.firstcome.e2e.program;

import org.jspecify.annotations.NullMarked;
