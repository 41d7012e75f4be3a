/** The check of names, words and sizes in the sources of all modules. {@code config/language} configures it. */
@NullMarked
package dev.firstcome.testsupport.language;

import org.jspecify.annotations.NullMarked;
