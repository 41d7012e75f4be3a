/** Records that a consumer could not use: looked at by operators, and sent again by the service that owns their topic. */
@NullMarked
package dev.firstcome.platform.deadletters;

import org.jspecify.annotations.NullMarked;
