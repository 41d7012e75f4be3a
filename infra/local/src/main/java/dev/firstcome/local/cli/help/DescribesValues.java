package dev.firstcome.local.cli.help;

import java.util.SequencedMap;

/** A command whose help lists the valid values of an argument. */
public interface DescribesValues {
    /** The heading of the list. */
    String valuesHeading();

    /** The description of each value, in the order of the help. */
    SequencedMap<String, String> describedValues();
}
