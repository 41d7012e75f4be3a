/** The OpenAPI documents of all services: authorization, problem codes and their meanings. */
@NullMarked
package dev.firstcome.platform.openapi;

import org.jspecify.annotations.NullMarked;
