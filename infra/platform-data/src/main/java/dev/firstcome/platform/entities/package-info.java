/** Hibernate entities in the shards. */
@NullMarked
package dev.firstcome.platform.entities;

import org.jspecify.annotations.NullMarked;
