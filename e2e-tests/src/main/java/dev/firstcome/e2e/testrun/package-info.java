/** What a run of the tests did and how long it took: the selection of scenarios, their results, and the report. */
@NullMarked
package dev.firstcome.e2e.testrun;

import org.jspecify.annotations.NullMarked;
