package dev.tutti.sim.script;

import java.util.function.Function;

/**
 * A word with which a line of a script may begin.
 *
 * @param usage the whole line, for people
 * @param reader makes an action of the words behind the verb
 */
record Verb(String usage, Function<Words, Action> reader) {
    String word() {
        return new Words(usage).next("a verb");
    }
}
