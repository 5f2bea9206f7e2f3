package dev.tutti.sim.script;

import dev.tutti.kernel.Frame;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import dev.tutti.membership.Control;
import dev.tutti.membership.ControlCodec;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a frame is, as far as a script tells frames apart. */
enum FrameKind {
    HELLO,
    MERGE,
    REFUSE,
    PROPOSE,
    ACCEPT,
    REJECT,
    DECIDE,
    DECIDED,
    LEAVE,
    PROMPT,
    SYNC,
    ASK,
    CAST,
    SEND,
    /** What a layer says to its peers: heartbeats, acknowledgements, requests for repair and repairs, state. */
    LAYER;

    /** The kind of a frame; null if no member would accept it. */
    static @Nullable FrameKind of(Packet frame) {
        if (Frame.inspect(frame) != Frame.Verdict.ACCEPTED) {
            return null;
        }
        return switch (Frame.kind(frame)) {
            case Frame.CAST -> CAST;
            case Frame.SEND -> SEND;
            case Frame.LOCAL -> LAYER;
            default -> ofControl(frame.duplicate());
        };
    }

    private static @Nullable FrameKind ofControl(Packet frame) {
        try {
            frame.skip(Frame.HEADER_BYTES);
            ControlCodec.receiver(frame);
            return of(ControlCodec.decode(frame));
        } catch (MalformedException nonsense) {
            return null;
        }
    }

    private static FrameKind of(Control control) {
        return switch (control) {
            case Control.Hello hello -> HELLO;
            case Control.Merge merge -> MERGE;
            case Control.Refuse refuse -> REFUSE;
            case Control.Propose propose -> PROPOSE;
            case Control.Accept accept -> ACCEPT;
            case Control.Reject reject -> REJECT;
            case Control.Decide decide -> DECIDE;
            case Control.Decided decided -> DECIDED;
            case Control.Leave leave -> LEAVE;
            case Control.Prompt prompt -> PROMPT;
            case Control.Sync sync -> SYNC;
            case Control.AskSync ask -> ASK;
        };
    }

    /** How it is written in a script. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String words() {
        return Arrays.stream(values()).map(FrameKind::word).collect(Collectors.joining(", "));
    }
}
