/** Tests of the reference model: each rule one test. */
@NullMarked
package dev.firstcome.model;

import org.jspecify.annotations.NullMarked;
