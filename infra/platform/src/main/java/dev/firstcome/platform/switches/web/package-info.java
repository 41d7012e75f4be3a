/** Where a process is told of a switch directly, while Kafka takes no writes. */
@NullMarked
package dev.firstcome.platform.switches.web;

import org.jspecify.annotations.NullMarked;
