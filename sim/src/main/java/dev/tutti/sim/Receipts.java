package dev.tutti.sim;

import dev.tutti.Endpoint;
import dev.tutti.GroupClosedException;
import dev.tutti.Message;
import dev.tutti.Receipt;
import dev.tutti.SteppedGroup;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * The receipts of what one member has cast, each as long as there is something to hold it against: until its cast is shown to the member, and
 * until it is stable.
 */
final class Receipts {
    /** Of casts that keep their order among each other. */
    private static final class Line {
        private final ArrayDeque<Receipt> unstable = new ArrayDeque<>();
        private final ArrayDeque<Made> unseen = new ArrayDeque<>();
    }

    /**
     * A cast.
     *
     * @param number among those of its process
     * @param receipt what tells of it
     */
    private record Made(long number, Receipt receipt) {}

    private final SteppedGroup group;
    private final Line ordered = new Line();
    private final Line unordered = new Line();
    /** Who made them: of what another incarnation has handed down nothing more is heard. */
    private Endpoint caster;

    private long untold;

    Receipts(SteppedGroup group) {
        this.group = group;
        this.caster = group.self();
    }

    private Line line(Message.Kind kind) {
        return kind == Message.Kind.UNORDERED ? unordered : ordered;
    }

    void add(long number, Message.Kind kind, Receipt receipt) {
        forgetOtherIncarnations();
        line(kind).unstable.add(receipt);
        line(kind).unseen.add(new Made(number, receipt));
    }

    /** Its member is shown one of its own casts: by now the receipt must say that it is delivered. */
    void seen(long number, Message.Kind kind) {
        forgetOtherIncarnations();
        ArrayDeque<Made> unseen = line(kind).unseen;
        while (!unseen.isEmpty() && unseen.element().number() < number) {
            // A state contained it.
            unseen.remove();
        }
        if (!unseen.isEmpty()
                && unseen.element().number() == number
                && !isDelivered(unseen.remove().receipt())) {
            untold++;
        }
    }

    private static boolean isDelivered(Receipt receipt) {
        try {
            return receipt.awaitDelivered(Duration.ZERO);
        } catch (GroupClosedException closed) {
            // Of a member that is out nothing more is known.
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** How many casts were shown to their member, since this was asked last, although it had not been told that they are delivered. */
    long takeUntold() {
        long taken = untold;
        untold = 0;
        return taken;
    }

    /** How many are not known to be stable. */
    int outstanding() {
        forgetOtherIncarnations();
        return outstanding(ordered.unstable) + outstanding(unordered.unstable);
    }

    private int outstanding(ArrayDeque<Receipt> receipts) {
        try {
            while (!receipts.isEmpty()
                    && !group.isClosed()
                    && receipts.getFirst().awaitStable(Duration.ZERO)) {
                receipts.removeFirst();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return group.isClosed() ? 0 : receipts.size();
    }

    private void forgetOtherIncarnations() {
        if (!caster.equals(group.self())) {
            caster = group.self();
            forget(ordered);
            forget(unordered);
        }
    }

    private static void forget(Line line) {
        line.unstable.clear();
        line.unseen.clear();
    }
}
