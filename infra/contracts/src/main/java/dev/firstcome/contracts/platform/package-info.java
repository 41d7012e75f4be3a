/**
 * Records of the control plane that every service publishes or consumes: switches, alerts, the audit trail, standbys.
 */
@NullMarked
package dev.firstcome.contracts.platform;

import org.jspecify.annotations.NullMarked;
