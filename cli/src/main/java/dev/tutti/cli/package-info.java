/** The tutti command: members for scripts, a bulletin board, a demonstration. */
@NullMarked
package dev.tutti.cli;

import org.jspecify.annotations.NullMarked;
