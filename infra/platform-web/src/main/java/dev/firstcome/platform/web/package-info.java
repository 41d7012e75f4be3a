/** HTTP headers and request parameters that all services parse in the same way. */
@NullMarked
package dev.firstcome.platform.web;

import org.jspecify.annotations.NullMarked;
