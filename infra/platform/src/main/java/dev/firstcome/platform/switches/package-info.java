/** What is open, bypassed or redirected, as every process knows it in memory. */
@NullMarked
package dev.firstcome.platform.switches;

import org.jspecify.annotations.NullMarked;
