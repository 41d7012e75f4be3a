@NullMarked
package dev.firstcome.local.cache;

import org.jspecify.annotations.NullMarked;
