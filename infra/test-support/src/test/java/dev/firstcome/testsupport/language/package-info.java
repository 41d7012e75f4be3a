/** The check of names, words and sizes in sources and documents. {@code config/language} configures it. */
@NullMarked
package dev.firstcome.testsupport.language;

import org.jspecify.annotations.NullMarked;
