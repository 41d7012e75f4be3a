@NullMarked
package dev.firstcome.e2e.testrun;

import org.jspecify.annotations.NullMarked;
