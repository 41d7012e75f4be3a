/** The OpenAPI document of the gateway's own operations. */
@NullMarked
package dev.firstcome.gateway.openapi.web;

import org.jspecify.annotations.NullMarked;
