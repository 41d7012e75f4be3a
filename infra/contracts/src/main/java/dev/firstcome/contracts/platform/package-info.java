/** What every process hears and tells of the platform itself: switches, the audit trail, signs. */
@NullMarked
package dev.firstcome.contracts.platform;

import org.jspecify.annotations.NullMarked;
