package dev.tutti.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import dev.tutti.GroupProperties;
import dev.tutti.Message;
import dev.tutti.StateHandler;
import dev.tutti.ViewId;
import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Packet;
import dev.tutti.layer.transfer.Xfer;
import dev.tutti.membership.Agreement;
import dev.tutti.membership.Lineage;
import dev.tutti.membership.Proposal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a member makes of parts of a state, sensible and not. */
class StateTransferTest {
    private static final ViewId OLD = new ViewId(7, 1);
    private static final Endpoint PROVIDER = endpoint("a");
    private static final Endpoint NEWCOMER = endpoint("n");
    private static final Endpoint OTHER = endpoint("b");
    private static final Endpoint STRANGER = endpoint("x");
    private static final int CHUNK_BYTES = 10;

    private final BareRim rim = new BareRim();
    private final Counters counters = new Counters();

    private static Endpoint endpoint(String name) {
        return new Endpoint(name, name.charAt(0), new Address(name, 1));
    }

    private static final class Handler implements StateHandler {
        @Override
        public void save(OutputStream out) {}

        @Override
        public void load(InputStream in) {}
    }

    private static final class Owner implements ViewStack.Owner {
        @Override
        public void delivered(ViewStack view, int origin, Message.Kind kind, Packet packet) {}

        @Override
        public void state(ViewStack view, Endpoint from, Packet packet) {}

        @Override
        public void cut(ViewStack view, Cut cut) {}

        @Override
        public void settled(ViewStack view) {}

        @Override
        public void prompted(ViewStack view) {}

        @Override
        public void stable(ViewStack view, dev.tutti.Delivery delivery, long number) {}

        @Override
        public void confirmed(ViewStack view) {}

        @Override
        public void acknowledged(ViewStack view) {}

        @Override
        public void room(ViewStack view, boolean casts, boolean sends) {}

        @Override
        public void outstanding(ViewStack view, long[] bytes) {}

        @Override
        public void suspected(ViewStack view, List<Endpoint> members) {}

        @Override
        public void present(ViewStack view, Endpoint member) {}
    }

    /** A transfer to the newcomer, as one of the two sees it. */
    private StateTransfer transfer() {
        rim.lossy = true;
        return new StateTransfer(Runnable::run, new Handler(), CHUNK_BYTES, false, counters);
    }

    private Item install(StateTransfer transfer, Endpoint self, Endpoint... others) {
        List<Proposal.Seat> seats = new ArrayList<>();
        seats.add(new Proposal.Seat(PROVIDER, 1, OLD, OLD, OLD));
        seats.add(new Proposal.Seat(NEWCOMER, 1, OLD, StatePlan.NO_STATE, OLD));
        for (Endpoint other : others) {
            seats.add(new Proposal.Seat(other, 1, OLD, OLD, OLD));
        }
        Proposal view = new Proposal(
                new ViewId(10, 1), seats, Lineage.NONE, Agreement.configured(GroupProperties.DEFAULT), Set.of());
        ViewStack stack = new ViewStack("g", "s", view, self, List.of(new Xfer()), rim, counters, new Owner());
        List<Item> parts = transfer.installed(stack, self);
        assertThat(parts.subList(1, parts.size())).allMatch(Item.Loaded.class::isInstance);
        return parts.getFirst();
    }

    private static Packet part(int type, byte... body) {
        Packet packet = Packet.of(body);
        packet.pushByte(type);
        return packet;
    }

    private static Packet credit(long chunks) {
        Packet packet = Packet.empty(0);
        packet.pushLong(chunks);
        packet.pushByte(StateWire.CREDIT);
        return packet;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private long malformed() {
        return counters.counter("state.malformed").count();
    }

    @Test
    void partsOfTheWrongLengthAreDroppedAndCounted() throws IOException {
        StateTransfer transfer = transfer();
        Item.Load load = (Item.Load) install(transfer, NEWCOMER);
        transfer.receive(PROVIDER, Packet.empty(0));
        transfer.receive(PROVIDER, part(StateWire.CHUNK));
        transfer.receive(PROVIDER, part(StateWire.END, (byte) 1));
        transfer.receive(PROVIDER, part(StateWire.CREDIT, new byte[7]));
        transfer.receive(PROVIDER, part(StateWire.CREDIT, new byte[9]));
        transfer.receive(PROVIDER, part(StateWire.CREDIT));
        transfer.receive(PROVIDER, part(StateWire.COMPLETE, (byte) 1));
        transfer.receive(PROVIDER, part(4));
        assertThat(malformed()).isEqualTo(8);
        transfer.receive(PROVIDER, part(StateWire.CHUNK, bytes("sane")));
        transfer.receive(PROVIDER, part(StateWire.END));
        assertThat(load.from().readAllBytes()).isEqualTo(bytes("sane"));
        assertThat(malformed()).isEqualTo(8);
    }

    @Test
    void creditForWhatWasNeverSentIsDroppedAndCounted() throws IOException {
        StateTransfer transfer = transfer();
        Item.Save save = (Item.Save) install(transfer, PROVIDER);
        save.to().write(new byte[3 * CHUNK_BYTES]);
        transfer.receive(NEWCOMER, credit(4));
        transfer.receive(NEWCOMER, credit(-1));
        transfer.receive(STRANGER, credit(1));
        assertThat(malformed()).isEqualTo(3);
        transfer.receive(NEWCOMER, credit(3));
        transfer.receive(NEWCOMER, credit(2));
        assertThat(malformed()).isEqualTo(3);
    }

    @Test
    void whoAloneHasTheStateIsNeededUntilItsReceiverHasAllOfIt() throws IOException {
        StateTransfer transfer = transfer();
        assertThat(transfer.isNeeded()).isFalse();
        Item.Save save = (Item.Save) install(transfer, PROVIDER);
        save.to().write(new byte[CHUNK_BYTES]);
        transfer.receive(NEWCOMER, part(StateWire.COMPLETE));
        assertThat(malformed()).as("there is more to come").isEqualTo(1);
        save.to().finish();
        transfer.receive(STRANGER, part(StateWire.COMPLETE));
        assertThat(malformed()).isEqualTo(2);
        assertThat(transfer.isNeeded()).isTrue();
        transfer.receive(NEWCOMER, part(StateWire.COMPLETE));
        assertThat(transfer.isNeeded()).isFalse();
        assertThat(malformed()).isEqualTo(2);
    }

    @Test
    void whoIsNotTheOnlyOneWithTheStateMayGo() {
        StateTransfer transfer = transfer();
        install(transfer, PROVIDER, OTHER);
        assertThat(transfer.isNeeded()).isFalse();
    }

    /** Of nonsense from the provider and parts from others nothing gets into the state. */
    @Test
    void garbageGetsNeitherOutNorIn() throws IOException {
        Random random = new Random(5);
        StateTransfer transfer = transfer();
        Item.Load load = (Item.Load) install(transfer, NEWCOMER);
        long nonsense = 0;
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            byte[] body = new byte[random.nextInt(20)];
            random.nextBytes(body);
            switch (random.nextInt(3)) {
                case 0 -> transfer.receive(STRANGER, part(random.nextInt(2), body));
                case 1 -> {
                    int type = 4 + random.nextInt(252);
                    transfer.receive(random.nextBoolean() ? PROVIDER : STRANGER, part(type, body));
                    nonsense++;
                }
                default -> {
                    if (i % 50 == 0) {
                        sent.append('m').append(i);
                        transfer.receive(PROVIDER, part(StateWire.CHUNK, bytes("m" + i)));
                    }
                }
            }
        }
        assertThat(malformed()).isGreaterThanOrEqualTo(nonsense);
        transfer.receive(PROVIDER, part(StateWire.END));
        assertThat(load.from().readAllBytes()).isEqualTo(bytes(sent.toString()));
    }

    @Test
    void garbageDoesNotStopTheProvider() throws IOException {
        Random random = new Random(6);
        StateTransfer transfer = transfer();
        Item.Save save = (Item.Save) install(transfer, PROVIDER);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = new byte[random.nextInt(12)];
            random.nextBytes(body);
            transfer.receive(random.nextBoolean() ? NEWCOMER : STRANGER, part(random.nextInt(5), body));
            save.to().write(i);
        }
        save.to().finish();
        assertThat(malformed()).isPositive();
        transfer.abort();
        assertThatThrownBy(() -> save.to().finish()).isInstanceOf(IOException.class);
    }
}
