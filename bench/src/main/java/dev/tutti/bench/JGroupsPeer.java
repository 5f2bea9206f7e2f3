package dev.tutti.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.util.MessageBatch;
import org.jspecify.annotations.Nullable;

/**
 * A JGroups channel with one of the configurations in JGroups' own jar. What those read from system properties is set on the command
 * line of the member: see {@link Brand#properties}.
 */
final class JGroupsPeer implements Peer, Receiver {
    private final String configuration;
    private final Seat seat;
    private final Listener listener;
    private @Nullable JChannel channel;

    JGroupsPeer(String configuration, Seat seat, Listener listener) {
        this.configuration = configuration;
        this.seat = seat;
        this.listener = listener;
    }

    @Override
    public void join() throws Exception {
        JChannel opened = new JChannel(configuration);
        if (configuration.startsWith("tcp")) {
            opened.getProtocolStack().getTransport().setBindPort(seat.port());
        }
        // The address carries the member's index, so that a sender is known without a look-up.
        long incarnation = UUID.randomUUID().getMostSignificantBits();
        opened.addAddressGenerator(() -> new org.jgroups.util.UUID(incarnation, seat.index()));
        opened.setName("m" + seat.index());
        opened.setReceiver(this);
        channel = opened;
        opened.connect(seat.group());
    }

    @Override
    public void cast(byte[] payload) throws Exception {
        JChannel joined = channel;
        if (joined == null) {
            throw new IllegalStateException("cast before join");
        }
        joined.send(new BytesMessage(null, payload));
    }

    @Override
    public void leave() {
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void receive(Message message) {
        listener.delivered(indexOf(message.getSrc()), message.getArray(), message.getOffset(), message.getLength());
    }

    @Override
    public void receive(MessageBatch batch) {
        int sender = indexOf(batch.sender());
        for (Message message : batch) {
            listener.delivered(sender, message.getArray(), message.getOffset(), message.getLength());
        }
    }

    @Override
    public void viewAccepted(View view) {
        List<Integer> members = new ArrayList<>(view.size());
        for (Address member : view.getMembers()) {
            members.add(indexOf(member));
        }
        listener.view(members);
    }

    private static int indexOf(Address address) {
        return (int) ((org.jgroups.util.UUID) address).getLeastSignificantBits();
    }
}
