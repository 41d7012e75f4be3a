/** What a card token asks for, and the faults that can be switched on for all calls. */
@NullMarked
package dev.firstcome.psp.card;

import org.jspecify.annotations.NullMarked;
