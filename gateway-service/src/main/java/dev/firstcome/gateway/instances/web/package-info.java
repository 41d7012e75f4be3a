/** How calls come to an instance, and how it is known that one takes them. */
@NullMarked
package dev.firstcome.gateway.instances.web;

import org.jspecify.annotations.NullMarked;
