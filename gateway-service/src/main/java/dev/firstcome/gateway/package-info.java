/** The door of the shop: every call of a client comes through here. */
@NullMarked
package dev.firstcome.gateway;

import org.jspecify.annotations.NullMarked;
