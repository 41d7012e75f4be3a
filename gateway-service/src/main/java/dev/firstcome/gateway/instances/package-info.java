/** The instances of the services behind this gateway, and which of them take calls. */
@NullMarked
package dev.firstcome.gateway.instances;

import org.jspecify.annotations.NullMarked;
