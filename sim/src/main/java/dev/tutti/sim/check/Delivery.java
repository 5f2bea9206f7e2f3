package dev.tutti.sim.check;

import dev.tutti.Message;
import dev.tutti.sim.trace.Member;
import org.jspecify.annotations.Nullable;

/**
 * A message as an application was handed it.
 *
 * @param period the view it came in
 * @param timeNanos when
 * @param message its id
 * @param origin where it came from, null if nobody sent it
 * @param from the sender that it names
 * @param kind cast or send
 */
record Delivery(
        Period period,
        long timeNanos,
        String message,
        @Nullable Origin origin,
        Member from,
        Message.Kind kind) {
    Run run() {
        return period.run();
    }
}
