/** What all calls of this service have in common: how parameters that cannot be read are refused. */
@NullMarked
package dev.firstcome.catalog.edge.web;

import org.jspecify.annotations.NullMarked;
