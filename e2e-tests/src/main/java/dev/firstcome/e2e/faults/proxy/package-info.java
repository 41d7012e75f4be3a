/** TCP proxies between the processes of a platform, which forward all bytes and impair links on demand. */
@NullMarked
package dev.firstcome.e2e.faults.proxy;

import org.jspecify.annotations.NullMarked;
