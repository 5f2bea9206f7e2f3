/** Tests of the membership: its messages, its quorums, and many members over a network that the test scripts. */
@NullMarked
package dev.tutti.membership;

import org.jspecify.annotations.NullMarked;
