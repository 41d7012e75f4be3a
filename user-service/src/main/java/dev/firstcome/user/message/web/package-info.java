/** HTTP endpoints of messages. */
@NullMarked
package dev.firstcome.user.message.web;

import org.jspecify.annotations.NullMarked;
