/** The producer of the platform's own records: switches, audit entries and alerts. */
@NullMarked
package dev.firstcome.platform.publisher;

import org.jspecify.annotations.NullMarked;
