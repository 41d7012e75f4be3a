/** The published keys. */
@NullMarked
package dev.firstcome.user.token.web;

import org.jspecify.annotations.NullMarked;
