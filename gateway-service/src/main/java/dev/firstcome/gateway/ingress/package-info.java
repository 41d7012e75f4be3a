/** Configuration of the requests that the gateway accepts. */
@NullMarked
package dev.firstcome.gateway.ingress;

import org.jspecify.annotations.NullMarked;
