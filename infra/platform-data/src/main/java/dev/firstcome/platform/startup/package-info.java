/** Startup tasks that precede readiness, and the readiness drain of a graceful shutdown. */
@NullMarked
package dev.firstcome.platform.startup;

import org.jspecify.annotations.NullMarked;
