/** Service instances behind the gateway and the selection among them. */
@NullMarked
package dev.firstcome.gateway.instances;

import org.jspecify.annotations.NullMarked;
