/** The switches of the system: names, values, defaults and effects. The gateway changes them, and their owners read them. */
@NullMarked
package dev.firstcome.contracts.switches;

import org.jspecify.annotations.NullMarked;
