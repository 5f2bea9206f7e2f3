/**
 * Benchmarks of Tutti, also against JGroups.
 *
 * <p>A controller ({@link dev.tutti.bench.Main} and its commands) starts members as processes of their own, tells them over their
 * standard input what to do, and reads what they measured from their standard output. Both systems stand behind one small interface.
 */
@NullMarked
package dev.tutti.bench;

import org.jspecify.annotations.NullMarked;
