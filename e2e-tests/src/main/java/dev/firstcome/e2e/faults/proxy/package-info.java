/** TCP proxies between any two parts, which break what goes through them on demand and pass everything on else. */
@NullMarked
package dev.firstcome.e2e.faults.proxy;

import org.jspecify.annotations.NullMarked;
