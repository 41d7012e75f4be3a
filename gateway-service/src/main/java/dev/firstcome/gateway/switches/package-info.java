/** Switches as operators set them: recorded, told to every process, and undone when their time is over. */
@NullMarked
package dev.firstcome.gateway.switches;

import org.jspecify.annotations.NullMarked;
