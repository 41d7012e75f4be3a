/** Where everything of a local platform lies: folders, ports, secrets, settings. */
@NullMarked
package dev.firstcome.local.layout;

import org.jspecify.annotations.NullMarked;
