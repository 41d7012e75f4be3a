/** What must have happened once before a process takes work. */
@NullMarked
package dev.firstcome.platform.startup;

import org.jspecify.annotations.NullMarked;
