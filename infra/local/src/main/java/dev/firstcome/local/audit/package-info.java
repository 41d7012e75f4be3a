/** The audit trail as anybody can check it who may read the topic. */
@NullMarked
package dev.firstcome.local.audit;

import org.jspecify.annotations.NullMarked;
