/**
 * What a user imports: nodes, groups, views, messages and options.
 *
 * <p>A {@link dev.tutti.Node} is one process on the network. It joins any number of groups; each {@link dev.tutti.Group} hands out
 * one ordered stream of {@link dev.tutti.Event}s: the views, and between them the messages. All types here may be used from any
 * thread unless they say otherwise.
 */
@NullMarked
package dev.tutti;

import org.jspecify.annotations.NullMarked;
