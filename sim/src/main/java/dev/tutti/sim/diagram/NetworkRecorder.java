package dev.tutti.sim.diagram;

import dev.tutti.Address;
import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Frame;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import dev.tutti.membership.Control;
import dev.tutti.membership.ControlCodec;
import dev.tutti.sim.world.FrameObserver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Writes down what passes on a simulated network, for a picture. */
public final class NetworkRecorder implements FrameObserver {
    /** More than a picture shows. */
    private static final int MAX_TRANSITS = 200_000;

    private final LongSupplier nowNanos;
    private final List<Transit> transits = new ArrayList<>();

    /**
     * Nothing has passed yet.
     *
     * @param nowNanos the time of the simulation
     */
    public NetworkRecorder(LongSupplier nowNanos) {
        this.nowNanos = nowNanos;
    }

    /**
     * What has passed so far.
     *
     * @return a copy
     */
    public List<Transit> transits() {
        return List.copyOf(transits);
    }

    @Override
    public void arrived(Address from, Address to, Packet frame, long sentNanos) {
        add(from, to, frame, sentNanos, true);
    }

    @Override
    public void lost(Address from, Address to, Packet frame, long sentNanos) {
        add(from, to, frame, sentNanos, false);
    }

    private void add(Address from, Address to, Packet frame, long sentNanos, boolean arrived) {
        if (transits.size() >= MAX_TRANSITS) {
            return;
        }
        Control control = control(frame.duplicate());
        Transit.Kind kind = control == null ? Transit.Kind.DATA : kind(control);
        String text = control == null ? data(frame) : describe(control);
        transits.add(new Transit(sentNanos, nowNanos.getAsLong(), from.host(), to.host(), kind, text, arrived));
    }

    private static @Nullable Control control(Packet frame) {
        if (Frame.inspect(frame) != Frame.Verdict.ACCEPTED || Frame.kind(frame) != Frame.GROUP) {
            return null;
        }
        try {
            frame.skip(Frame.HEADER_BYTES);
            ControlCodec.receiver(frame);
            return ControlCodec.decode(frame);
        } catch (MalformedException nonsense) {
            return null;
        }
    }

    private static String data(Packet frame) {
        String size = frame.length() + " bytes";
        if (Frame.inspect(frame) != Frame.Verdict.ACCEPTED) {
            return size + " that no member accepts";
        }
        return switch (Frame.kind(frame)) {
            case Frame.CAST -> "casts, " + size;
            case Frame.SEND -> "sends, " + size;
            default -> "a layer's own message, " + size;
        };
    }

    private static Transit.Kind kind(Control control) {
        return switch (control) {
            case Control.Sync sync -> Transit.Kind.SYNC;
            case Control.AskSync ask -> Transit.Kind.SYNC;
            case Control.Hello hello -> Transit.Kind.PROBE;
            case Control.Merge merge -> Transit.Kind.CHANGE;
            case Control.Refuse refuse -> Transit.Kind.CHANGE;
            case Control.Propose propose -> Transit.Kind.CHANGE;
            case Control.Accept accept -> Transit.Kind.CHANGE;
            case Control.Reject reject -> Transit.Kind.CHANGE;
            case Control.Decide decide -> Transit.Kind.CHANGE;
            case Control.Decided decided -> Transit.Kind.CHANGE;
            case Control.Leave leave -> Transit.Kind.CHANGE;
            case Control.Prompt prompt -> Transit.Kind.CHANGE;
        };
    }

    private static String describe(Control control) {
        return switch (control) {
            case Control.Sync(var from, var change, var view, var cut) ->
                "sync for change " + change + ", from view " + view + ", " + held(cut);
            case Control.AskSync ask -> "asks for the sync of change " + ask.change();
            case Control.Hello hello -> (hello.answer() ? "answers, in view " : "probes, in view ") + hello.view();
            case Control.Merge merge -> "asks to merge view " + merge.view();
            case Control.Refuse refuse -> "refuses: " + refuse.text();
            case Control.Propose propose -> "proposes view " + propose.id() + " of " + propose.set();
            case Control.Accept accept -> "accepts view " + accept.id() + " as its change " + accept.change();
            case Control.Reject reject -> "rejects view " + reject.id() + ", being promised to " + reject.promised();
            case Control.Decide decide ->
                "decides on view " + decide.proposal().id() + " of "
                        + decide.proposal().members();
            case Control.Decided decided -> "knows of view " + decided.id();
            case Control.Leave leave -> "leaves";
            case Control.Prompt prompt -> "asks for the view after " + prompt.view();
        };
    }

    private static String held(@Nullable Cut cut) {
        return cut == null ? "for one from elsewhere" : "holds " + Arrays.toString(cut.held());
    }
}
