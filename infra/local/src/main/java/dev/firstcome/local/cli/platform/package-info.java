/** Commands that start, inspect, change and stop the processes of the local platform. */
@NullMarked
package dev.firstcome.local.cli.platform;

import org.jspecify.annotations.NullMarked;
