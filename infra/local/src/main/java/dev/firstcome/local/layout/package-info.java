/** The folders, ports, secrets and settings of a local platform. */
@NullMarked
package dev.firstcome.local.layout;

import org.jspecify.annotations.NullMarked;
