package dev.tutti.membership;

import dev.tutti.Address;
import dev.tutti.ConfigException;
import dev.tutti.Endpoint;
import dev.tutti.GroupProperties;
import dev.tutti.ViewId;
import dev.tutti.kernel.Cut;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.WireReader;
import dev.tutti.kernel.WireWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@link Control} messages as bytes; the format stands in docs/wire.md. Every length is checked before anything is allocated for it.
 */
public final class ControlCodec {
    private static final int HELLO = 1;
    private static final int MERGE = 2;
    private static final int REFUSE = 3;
    private static final int PROPOSE = 4;
    private static final int ACCEPT = 5;
    private static final int REJECT = 6;
    private static final int DECIDE = 7;
    private static final int DECIDED = 8;
    private static final int LEAVE = 9;
    private static final int SYNC = 10;
    private static final int ASK_SYNC = 11;
    private static final int PROMPT = 12;

    private static final int MAX_LIST = 65_535;
    private static final int MAX_NAME_BYTES = 4 * Endpoint.MAX_NAME_LENGTH;
    private static final int MAX_TEXT_BYTES = 4_096;
    private static final int MAX_PROPERTIES_BYTES = 256;

    private ControlCodec() {}

    /**
     * Writes a message.
     *
     * @param to id of the receiving endpoint; 0 for whoever is there
     * @param message what to say
     * @return the body of a frame
     */
    public static Packet encode(long to, Control message) {
        WireWriter out = new WireWriter().putLong(to);
        switch (message) {
            case Control.Hello m -> {
                endpoint(out.putByte(HELLO), m.from());
                endpoint(out, m.leader());
                viewId(out, m.view()).putCount(m.size()).putLong(m.line());
                viewId(out, m.primary()).putCount(m.seedRank()).putFlag(m.knowsYou());
                agreement(out.putText(m.spec()), m.agreement())
                        .putText(m.probe())
                        .putFlag(m.answer());
            }
            case Control.Merge m -> {
                endpoint(out.putByte(MERGE), m.from());
                endpoints(viewId(out, m.view()), m.members());
            }
            case Control.Refuse m ->
                endpoint(out.putByte(REFUSE), m.from())
                        .putByte(code(m.refusal()))
                        .putText(m.text());
            case Control.Propose m -> {
                endpoint(out.putByte(PROPOSE), m.from());
                endpoints(viewId(out, m.id()), m.set());
            }
            case Control.Accept m -> {
                endpoint(out.putByte(ACCEPT), m.from());
                viewId(viewId(out, m.id()).putLong(m.change()), m.view());
                viewId(
                        viewId(lineage(out, m.lineage()), m.state().view())
                                .putLong(m.state().line()),
                        m.state().primary());
                GroupProperties wish = m.wish();
                agreement(out, m.agreement()).putFlag(wish != null);
                if (wish != null) {
                    out.putText(wish.toString());
                }
            }
            case Control.Reject m -> {
                endpoint(out.putByte(REJECT), m.from());
                viewId(viewId(out, m.id()), m.promised());
            }
            case Control.Decide m -> {
                endpoint(out.putByte(DECIDE), m.from());
                proposal(out, m.proposal());
            }
            case Control.Decided m -> viewId(endpoint(out.putByte(DECIDED), m.from()), m.id());
            case Control.Leave m ->
                agreement(lineage(endpoint(out.putByte(LEAVE), m.from()), m.lineage()), m.agreement());
            case Control.Sync m -> {
                endpoint(out.putByte(SYNC), m.from()).putLong(m.change());
                Cut cut = m.cut();
                viewId(out, m.view()).putFlag(cut != null);
                if (cut != null) {
                    out.putLongs(cut.held()).putLongs(cut.sent()).putLongs(cut.early());
                }
            }
            case Control.Prompt m -> viewId(endpoint(out.putByte(PROMPT), m.from()), m.view());
            case Control.AskSync m -> endpoint(out.putByte(ASK_SYNC), m.from()).putLong(m.change());
        }
        return out.toPacket();
    }

    /**
     * Reads whom a message is for, and moves the packet behind it.
     *
     * @param body of a frame
     * @return id of the receiving endpoint; 0 for whoever is there
     * @throws MalformedException if it is truncated
     */
    public static long receiver(Packet body) {
        return body.popLong();
    }

    /**
     * Reads a message, behind its receiver.
     *
     * @param body of a frame, after {@link #receiver}
     * @return the message
     * @throws MalformedException if it is none
     */
    public static Control decode(Packet body) {
        WireReader in = new WireReader(body);
        int type = in.getByte();
        Endpoint from = endpoint(in);
        Control message = switch (type) {
            case HELLO ->
                new Control.Hello(
                        from,
                        endpoint(in),
                        viewId(in),
                        in.getCount(MAX_LIST),
                        in.getLong(),
                        viewId(in),
                        in.getCount(Integer.MAX_VALUE),
                        in.getFlag(),
                        in.getText(MAX_TEXT_BYTES),
                        agreement(in),
                        in.getText(MAX_TEXT_BYTES),
                        in.getFlag());
            case MERGE -> new Control.Merge(from, viewId(in), endpoints(in));
            case REFUSE -> new Control.Refuse(from, refusal(in), in.getText(MAX_TEXT_BYTES));
            case PROPOSE -> new Control.Propose(from, viewId(in), endpoints(in));
            case ACCEPT ->
                new Control.Accept(
                        from,
                        viewId(in),
                        in.getLong(),
                        viewId(in),
                        lineage(in),
                        heritage(in),
                        agreement(in),
                        in.getFlag() ? properties(in) : null);
            case REJECT -> new Control.Reject(from, viewId(in), viewId(in));
            case DECIDE -> new Control.Decide(from, proposal(in));
            case DECIDED -> new Control.Decided(from, viewId(in));
            case LEAVE -> new Control.Leave(from, lineage(in), agreement(in));
            case SYNC -> sync(from, in);
            case PROMPT -> new Control.Prompt(from, viewId(in));
            case ASK_SYNC -> new Control.AskSync(from, in.getLong());
            default -> throw new MalformedException("unknown message");
        };
        in.end();
        return message;
    }

    private static Control sync(Endpoint from, WireReader in) {
        long change = in.getLong();
        ViewId view = viewId(in);
        return new Control.Sync(from, change, view, in.getFlag() ? cut(in) : null);
    }

    private static Cut cut(WireReader in) {
        long[] held = counts(in);
        long[] sent = counts(in);
        long[] early = in.getLongs();
        if (held.length != sent.length || held.length != early.length) {
            throw new MalformedException("a cut of several lengths");
        }
        return new Cut(held, early, sent);
    }

    private static long[] counts(WireReader in) {
        long[] counts = in.getLongs();
        for (long count : counts) {
            if (count < 0) {
                throw new MalformedException("a negative count");
            }
        }
        return counts;
    }

    private static int code(Membership.Refusal refusal) {
        return switch (refusal) {
            case NAME_TAKEN -> 0;
            case INCOMPATIBLE -> 1;
            case FULL -> 2;
        };
    }

    private static Membership.Refusal refusal(WireReader in) {
        return switch (in.getByte()) {
            case 0 -> Membership.Refusal.NAME_TAKEN;
            case 1 -> Membership.Refusal.INCOMPATIBLE;
            case 2 -> Membership.Refusal.FULL;
            default -> throw new MalformedException("unknown refusal");
        };
    }

    private static WireWriter endpoint(WireWriter out, Endpoint endpoint) {
        return out.putText(endpoint.name())
                .putLong(endpoint.id())
                .putText(endpoint.address().host())
                .putCount(endpoint.address().port());
    }

    private static Endpoint endpoint(WireReader in) {
        String name = in.getText(MAX_NAME_BYTES);
        long id = in.getLong();
        String host = in.getText(Address.MAX_HOST_BYTES);
        int port = in.getCount(65_535);
        try {
            return new Endpoint(name, id, new Address(host, port));
        } catch (IllegalArgumentException wrong) {
            throw new MalformedException("not an endpoint");
        }
    }

    private static WireWriter viewId(WireWriter out, ViewId id) {
        return out.putLong(id.number()).putLong(id.leader());
    }

    private static ViewId viewId(WireReader in) {
        return new ViewId(in.getLong(), in.getLong());
    }

    private static void endpoints(WireWriter out, List<Endpoint> endpoints) {
        out.putCount(endpoints.size());
        endpoints.forEach(endpoint -> endpoint(out, endpoint));
    }

    private static List<Endpoint> endpoints(WireReader in) {
        List<Endpoint> endpoints = list(in, () -> endpoint(in));
        if (new HashSet<>(endpoints).size() != endpoints.size()) {
            throw new MalformedException("an endpoint twice");
        }
        return endpoints;
    }

    private static void longs(WireWriter out, Iterable<Long> values, int size) {
        out.putCount(size);
        values.forEach(out::putLong);
    }

    private static WireWriter quorum(WireWriter out, Quorum quorum) {
        longs(out, quorum.members(), quorum.members().size());
        return out.putCount(quorum.total());
    }

    private static Quorum quorum(WireReader in) {
        List<Long> members = list(in, in::getLong);
        int total = in.getCount(MAX_LIST);
        if (total < members.size()) {
            throw new MalformedException("not a quorum");
        }
        return new Quorum(members, total);
    }

    private static WireWriter lineage(WireWriter out, Lineage lineage) {
        quorum(viewId(out.putLong(lineage.id()), lineage.last()), lineage.base())
                .putCount(lineage.attempts().size());
        for (Lineage.Attempt attempt : lineage.attempts()) {
            longs(
                    viewId(out, attempt.view()),
                    attempt.members(),
                    attempt.members().size());
        }
        return out;
    }

    private static Lineage lineage(WireReader in) {
        return new Lineage(
                in.getLong(),
                viewId(in),
                quorum(in),
                list(in, () -> new Lineage.Attempt(viewId(in), list(in, in::getLong))));
    }

    private static Heritage heritage(WireReader in) {
        return new Heritage(viewId(in), in.getLong(), viewId(in));
    }

    private static WireWriter agreement(WireWriter out, Agreement agreement) {
        return out.putLong(agreement.number())
                .putLong(agreement.by())
                .putText(agreement.properties().toString());
    }

    private static Agreement agreement(WireReader in) {
        return new Agreement(in.getLong(), in.getLong(), properties(in));
    }

    private static GroupProperties properties(WireReader in) {
        try {
            return GroupProperties.parse(in.getText(MAX_PROPERTIES_BYTES));
        } catch (ConfigException unknown) {
            throw new MalformedException("unknown properties");
        }
    }

    private static void proposal(WireWriter out, Proposal proposal) {
        viewId(out, proposal.id()).putCount(proposal.seats().size());
        for (Proposal.Seat seat : proposal.seats()) {
            endpoint(out, seat.endpoint()).putLong(seat.change());
            viewId(viewId(viewId(out, seat.from()), seat.state()), seat.primary());
        }
        agreement(lineage(out, proposal.basis()), proposal.agreement());
        longs(out, proposal.leaving(), proposal.leaving().size());
    }

    private static Proposal proposal(WireReader in) {
        ViewId id = viewId(in);
        List<Proposal.Seat> seats =
                list(in, () -> new Proposal.Seat(endpoint(in), in.getLong(), viewId(in), viewId(in), viewId(in)));
        Proposal proposal =
                new Proposal(id, seats, lineage(in), agreement(in), Set.copyOf(new HashSet<>(list(in, in::getLong))));
        if (new HashSet<>(proposal.ids()).size() != seats.size()) {
            throw new MalformedException("an endpoint twice");
        }
        return proposal;
    }

    private static <T> List<T> list(WireReader in, Supplier<T> element) {
        // Each element takes at least eight bytes, so a count that the frame cannot hold is refused before anything is
        // allocated.
        int size = in.getCount(Math.min(MAX_LIST, in.remaining() / Long.BYTES));
        List<T> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(element.get());
        }
        return list;
    }
}
