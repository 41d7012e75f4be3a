/** Switches: settings that open, bypass or redirect a function, known to every process in memory. */
@NullMarked
package dev.firstcome.platform.switches;

import org.jspecify.annotations.NullMarked;
