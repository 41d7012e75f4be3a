/** Small pieces of HTTP that every service reads alike. */
@NullMarked
package dev.firstcome.platform.web;

import org.jspecify.annotations.NullMarked;
