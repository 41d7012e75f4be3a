/** Parts as processes: started in a session of their own, found again by process id and start time, ended by signal. */
@NullMarked
package dev.firstcome.local.process;

import org.jspecify.annotations.NullMarked;
