/**
 * A bulletin board that lives in a group and needs no server: each member holds all of it.
 *
 * <p>{@link dev.tutti.board.Board} is the pure part: posts, threads, and the rule that a reply is never shown before its parent.
 * {@link dev.tutti.board.BoardClient} keeps one in step with a group.
 */
@NullMarked
package dev.tutti.board;

import org.jspecify.annotations.NullMarked;
