/** The OpenAPI documents of the platform, as clients read them. */
@NullMarked
package dev.firstcome.e2e.openapi;

import org.jspecify.annotations.NullMarked;
