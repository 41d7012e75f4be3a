/** Reads and verifies the audit trail with the permission to read its topic. */
@NullMarked
package dev.firstcome.local.audit;

import org.jspecify.annotations.NullMarked;
