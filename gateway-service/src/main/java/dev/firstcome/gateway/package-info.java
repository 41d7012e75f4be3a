/** The API gateway, the entry point of all client requests. */
@NullMarked
package dev.firstcome.gateway;

import org.jspecify.annotations.NullMarked;
