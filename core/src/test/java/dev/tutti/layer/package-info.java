/** A rig that runs layers alone or against their peers, under virtual time and over a network that the test scripts. */
@NullMarked
package dev.tutti.layer;

import org.jspecify.annotations.NullMarked;
