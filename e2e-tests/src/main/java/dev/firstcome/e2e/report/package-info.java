/** Reports for operators that compare data of several processes of a running platform. */
@NullMarked
package dev.firstcome.e2e.report;

import org.jspecify.annotations.NullMarked;
