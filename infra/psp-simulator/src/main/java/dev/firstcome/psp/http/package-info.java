/** The HTTP server: who may call, which call it is, and how its answer leaves or does not. */
@NullMarked
package dev.firstcome.psp.http;

import org.jspecify.annotations.NullMarked;
