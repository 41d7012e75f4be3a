/** What every service stands on; auto-configured, and without knowledge of any service. */
@NullMarked
package dev.firstcome.platform;

import org.jspecify.annotations.NullMarked;
