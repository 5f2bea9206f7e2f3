/**
 * Who is in the group: the port through which a member is told of changes, and the embedded, leader-based membership.
 *
 * <p>Pure event handlers, like layers: called on one thread at a time, no clock or socket of their own.
 */
@NullMarked
package dev.tutti.membership;

import org.jspecify.annotations.NullMarked;
