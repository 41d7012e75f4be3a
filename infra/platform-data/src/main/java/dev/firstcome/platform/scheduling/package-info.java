/** Periodic tasks that survive the failure of a run. */
@NullMarked
package dev.firstcome.platform.scheduling;

import org.jspecify.annotations.NullMarked;
