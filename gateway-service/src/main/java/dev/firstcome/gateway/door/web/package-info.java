/** Who may call what, what is taken from requests, and how refusals look. */
@NullMarked
package dev.firstcome.gateway.door.web;

import org.jspecify.annotations.NullMarked;
