/** Messages as their readers see them. */
@NullMarked
package dev.firstcome.user.message.web;

import org.jspecify.annotations.NullMarked;
