/** Auto-configurations that all services share. They depend on no service. */
@NullMarked
package dev.firstcome.platform;

import org.jspecify.annotations.NullMarked;
