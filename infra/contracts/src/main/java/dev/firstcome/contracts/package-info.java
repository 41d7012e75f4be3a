/** Topic names, events and commands: the only code that services share with each other. Plain data without logic. */
@NullMarked
package dev.firstcome.contracts;

import org.jspecify.annotations.NullMarked;
