/** Runs the models of this module. */
@NullMarked
package dev.tutti.spec;

import org.jspecify.annotations.NullMarked;
