package dev.tutti.sim.check;

import dev.tutti.sim.trace.Member;
import org.jspecify.annotations.Nullable;

/** What is delivered was sent: by the member it names, in the way it says, to a receiver that it was meant for. */
final class Integrity implements Checker {
    @Override
    public String name() {
        return "INTEGRITY";
    }

    @Override
    public void check(History history, Findings findings) {
        for (Run run : history.runs()) {
            for (Period period : run.periods()) {
                period.all().forEach(delivery -> check(history, delivery, findings));
            }
        }
    }

    private static void check(History history, Delivery delivery, Findings findings) {
        Origin origin = delivery.origin();
        String problem;
        if (origin == null) {
            problem = "nobody sent it";
        } else if (!isFrom(origin.run(), delivery.from(), history.run(delivery.from()))) {
            problem = "it came from " + origin.run() + ", not from " + delivery.from();
        } else if (!delivery.period().view().members().contains(delivery.from())) {
            problem = "its sender " + delivery.from() + " is not in the view";
        } else if (origin.kind() != delivery.kind()) {
            problem = "it was handed over as the wrong kind, " + delivery.kind();
        } else if (!meantFor(origin.to(), delivery)) {
            problem = "it was sent to " + origin.to();
        } else {
            return;
        }
        findings.add(
                delivery.run().label(),
                delivery.timeNanos(),
                "message " + delivery.message() + " is delivered, but " + problem);
    }

    /**
     * An incarnation that ended before its application saw its first view is known by what others saw only. It has the name of those of
     * its process that saw one.
     */
    private static boolean isFrom(Run sender, Member from, @Nullable Run named) {
        return named == null
                ? sender.periods().stream()
                        .allMatch(period -> period.self().name().equals(from.name()))
                : sender.equals(named);
    }

    private static boolean meantFor(@Nullable Member to, Delivery delivery) {
        return to == null || to.equals(delivery.period().self());
    }
}
