/** Calls with invalid and unusual values, generated from OpenAPI documents and sent over plain sockets. */
@NullMarked
package dev.firstcome.e2e.hostile;

import org.jspecify.annotations.NullMarked;
