package dev.tutti.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import dev.tutti.GroupProperties;
import dev.tutti.GroupProperties.Order;
import dev.tutti.ViewId;
import dev.tutti.kernel.Cut;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ControlCodecTest {
    private static final long TO = 0x0102030405060708L;
    private static final String TO_HEX = "0102030405060708";

    private static final Endpoint ANN = new Endpoint("ann", 0xA1, new Address("10.0.0.1", 7_800));
    private static final String ANN_HEX = "03616e6e" + "00000000000000a1" + "0831302e302e302e31" + "f83c";
    private static final Endpoint BOB = new Endpoint("bob", 0xB2, new Address("::1", 80));
    private static final String BOB_HEX = "03626f62" + "00000000000000b2" + "033a3a31" + "50";

    private static final ViewId V3 = new ViewId(3, 0xA1);
    private static final String V3_HEX = "0000000000000003" + "00000000000000a1";
    private static final ViewId V4 = new ViewId(4, 0xB2);
    private static final String V4_HEX = "0000000000000004" + "00000000000000b2";
    private static final ViewId NO_VIEW = new ViewId(0, 0);
    private static final String NO_VIEW_HEX = "0000000000000000" + "0000000000000000";

    private static final Lineage LINEAGE = new Lineage(
            0xA1, V3, new Quorum(List.of(0xA1L, 0xB2L), 3), List.of(new Lineage.Attempt(V4, List.of(0xB2L))));
    private static final String LINEAGE_HEX = "00000000000000a1" + V3_HEX + "02" + "00000000000000a1"
            + "00000000000000b2" + "03" + "01" + V4_HEX + "01" + "00000000000000b2";

    private static final Agreement FIFO = Agreement.configured(GroupProperties.DEFAULT);
    private static final String FIFO_HEX = "0000000000000000" + "0000000000000000" + "0a6f726465723d6669666f";
    private static final GroupProperties TOTAL = GroupProperties.DEFAULT.order(Order.TOTAL);
    private static final String TOTAL_HEX = "0b6f726465723d746f74616c";

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of(
                        new Control.Hello(ANN, BOB, V3, 2, 0xA1, V4, 1, true, "mnak:bottom", FIFO, "ann:7800", false),
                        "01" + ANN_HEX + BOB_HEX + V3_HEX + "02" + "00000000000000a1" + V4_HEX + "01" + "01"
                                + "0b6d6e616b3a626f74746f6d" + FIFO_HEX + "08616e6e3a37383030" + "00"),
                Arguments.of(
                        new Control.Hello(
                                ANN,
                                ANN,
                                V3,
                                300,
                                0,
                                NO_VIEW,
                                Integer.MAX_VALUE,
                                false,
                                "",
                                new Agreement(7, 0xB2, TOTAL),
                                "",
                                true),
                        "01" + ANN_HEX + ANN_HEX + V3_HEX + "ac02" + "0000000000000000" + NO_VIEW_HEX + "ffffffff07"
                                + "00" + "00" + "0000000000000007" + "00000000000000b2" + TOTAL_HEX + "00" + "01"),
                Arguments.of(
                        new Control.Merge(ANN, V3, List.of(ANN, BOB)),
                        "02" + ANN_HEX + V3_HEX + "02" + ANN_HEX + BOB_HEX),
                Arguments.of(
                        new Control.Refuse(BOB, Membership.Refusal.NAME_TAKEN, "no"), "03" + BOB_HEX + "00" + "026e6f"),
                Arguments.of(
                        new Control.Refuse(BOB, Membership.Refusal.INCOMPATIBLE, ""), "03" + BOB_HEX + "01" + "00"),
                Arguments.of(
                        new Control.Refuse(BOB, Membership.Refusal.FULL, "\u00e9"), "03" + BOB_HEX + "02" + "02c3a9"),
                Arguments.of(
                        new Control.Propose(ANN, V3, List.of(BOB, ANN)),
                        "04" + ANN_HEX + V3_HEX + "02" + BOB_HEX + ANN_HEX),
                Arguments.of(
                        new Control.Accept(BOB, V4, 7, V3, LINEAGE, new Heritage(V3, 0xA1, V4), FIFO, null),
                        "05" + BOB_HEX + V4_HEX + "0000000000000007" + V3_HEX + LINEAGE_HEX + V3_HEX
                                + "00000000000000a1" + V4_HEX + FIFO_HEX + "00"),
                Arguments.of(
                        new Control.Accept(BOB, V4, 7, V3, LINEAGE, new Heritage(V3, 0xA1, V4), FIFO, TOTAL),
                        "05" + BOB_HEX + V4_HEX + "0000000000000007" + V3_HEX + LINEAGE_HEX + V3_HEX
                                + "00000000000000a1" + V4_HEX + FIFO_HEX + "01" + TOTAL_HEX),
                Arguments.of(new Control.Prompt(BOB, V4), "0c" + BOB_HEX + V4_HEX),
                Arguments.of(new Control.Reject(BOB, V3, V4), "06" + BOB_HEX + V3_HEX + V4_HEX),
                Arguments.of(
                        new Control.Decide(
                                ANN,
                                new Proposal(
                                        V4,
                                        List.of(
                                                new Proposal.Seat(ANN, 7, V3, V3, V4),
                                                new Proposal.Seat(BOB, 1, V4, NO_VIEW, NO_VIEW)),
                                        LINEAGE,
                                        FIFO,
                                        Set.of(0xB2L))),
                        "07" + ANN_HEX + V4_HEX + "02" + ANN_HEX + "0000000000000007" + V3_HEX + V3_HEX + V4_HEX
                                + BOB_HEX + "0000000000000001" + V4_HEX + NO_VIEW_HEX + NO_VIEW_HEX + LINEAGE_HEX
                                + FIFO_HEX + "01"
                                + "00000000000000b2"),
                Arguments.of(
                        new Control.Decide(ANN, new Proposal(V3, List.of(), Lineage.NONE, FIFO, Set.of())),
                        "07" + ANN_HEX + V3_HEX + "00" + "0000000000000000" + NO_VIEW_HEX + "00" + "00" + "00"
                                + FIFO_HEX + "00"),
                Arguments.of(new Control.Decided(BOB, V3), "08" + BOB_HEX + V3_HEX),
                Arguments.of(new Control.Leave(BOB, LINEAGE, FIFO), "09" + BOB_HEX + LINEAGE_HEX + FIFO_HEX),
                Arguments.of(
                        new Control.Sync(
                                ANN, 2, V3, new Cut(new long[] {5, 0}, new long[] {0, -2}, new long[] {0, 258})),
                        "0a" + ANN_HEX + "0000000000000002" + V3_HEX + "01" + "02" + "0000000000000005"
                                + "0000000000000000" + "02" + "0000000000000000" + "0000000000000102" + "02"
                                + "0000000000000000" + "fffffffffffffffe"),
                Arguments.of(new Control.Sync(ANN, 2, V3, null), "0a" + ANN_HEX + "0000000000000002" + V3_HEX + "00"),
                Arguments.of(new Control.AskSync(ANN, 9), "0b" + ANN_HEX + "0000000000000009"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void eachMessageHasTheBytesThatStandInTheManual(Control message, String hex) {
        assertThat(hex(ControlCodec.encode(TO, message))).isEqualTo(TO_HEX + hex);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsReadIsWhatWasWritten(Control message, String hex) {
        Packet body = packet(TO_HEX + hex);
        assertThat(ControlCodec.receiver(body)).isEqualTo(TO);
        assertThat(ControlCodec.decode(body)).usingRecursiveComparison().isEqualTo(message);
        assertThat(body.length()).isZero();
    }

    @Test
    void everyKindOfMessageIsTestedHere() {
        assertThat(messages()
                        .map(each -> each.get()[0].getClass().getSimpleName())
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(Stream.of(Control.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageCutShortOrTooLongIsMalformed(Control message, String hex) {
        byte[] body = HexFormat.of().parseHex(hex);
        for (int length = 0; length < body.length; length++) {
            Packet shorter = Packet.of(Arrays.copyOf(body, length));
            assertThatThrownBy(() -> ControlCodec.decode(shorter)).isInstanceOf(MalformedException.class);
        }
        Packet longer = Packet.of(Arrays.copyOf(body, body.length + 1));
        assertThatThrownBy(() -> ControlCodec.decode(longer)).isInstanceOf(MalformedException.class);
    }

    @Test
    void aTruncatedReceiverIsMalformed() {
        assertThatThrownBy(() -> ControlCodec.receiver(Packet.of(new byte[7]))).isInstanceOf(MalformedException.class);
    }

    @Test
    void whateverTheBytesOnlyMalformedIsThrown() {
        Random random = new Random(11);
        for (int i = 0; i < 40_000; i++) {
            byte[] body = new byte[random.nextInt(200)];
            random.nextBytes(body);
            if (body.length > 0) {
                body[0] = (byte) random.nextInt(14);
            }
            readOrRefuse(body);
        }
    }

    @Test
    void spoiltMessagesAreReadOrRefusedAndWhatIsReadCanBeWrittenAgain() {
        Random random = new Random(12);
        List<byte[]> bodies = messages()
                .map(each -> HexFormat.of().parseHex((String) each.get()[1]))
                .toList();
        int read = 0;
        for (int i = 0; i < 60_000; i++) {
            byte[] body = bodies.get(random.nextInt(bodies.size())).clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (random.nextInt(4) == 0) {
                body = Arrays.copyOf(body, random.nextInt(body.length + 10));
            }
            read += readOrRefuse(body) ? 1 : 0;
        }
        assertThat(read).as("most flips hit a number or a name").isGreaterThan(10_000);
    }

    @Test
    void claimsOfGreatLengthAreRefused() {
        String most = "ffffffff07";
        List<String> claims = new ArrayList<>();
        claims.add("02" + ANN_HEX + V3_HEX + most);
        claims.add("04" + ANN_HEX + V3_HEX + most);
        claims.add("05" + BOB_HEX + V4_HEX + "0000000000000007" + V3_HEX + "00000000000000a1" + V3_HEX + most);
        claims.add("07" + ANN_HEX + V4_HEX + most);
        claims.add("0a" + ANN_HEX + "0000000000000002" + V3_HEX + "01" + most);
        claims.add("09" + most);
        claims.add("03" + BOB_HEX + "00" + most);
        for (String claim : claims) {
            refused(claim + "00".repeat(64), claim);
        }
    }

    @Test
    void nestedListsCannotMultiplyWhatTheFrameHolds() {
        // As many attempts as the bytes allow, each of them empty.
        byte[] attempts = new byte[17 * 1_000];
        Packet body = packet("05" + BOB_HEX + V4_HEX + "0000000000000007" + V3_HEX + "00000000000000a1" + V3_HEX + "00"
                + "00" + "e807" + HexFormat.of().formatHex(attempts) + NO_VIEW_HEX + "0000000000000000" + NO_VIEW_HEX
                + FIFO_HEX + "00");
        Control.Accept accept = (Control.Accept) ControlCodec.decode(body);
        assertThat(accept.lineage().attempts()).hasSize(1_000);
    }

    @Test
    void nonsenseInsideIsMalformed() {
        refused("00" + ANN_HEX, "no type 0");
        refused("0d" + ANN_HEX, "no type 13");
        refused(
                "05" + BOB_HEX + V4_HEX + "0000000000000007" + V3_HEX + LINEAGE_HEX + V3_HEX + "00000000000000a1"
                        + V4_HEX + FIFO_HEX + "01" + "0a6f726465723d62657374",
                "properties that nobody knows");
        refused("09" + "0120" + "00000000000000a1" + "0168" + "01", "a blank name");
        refused("09" + "41" + "61".repeat(65) + "00000000000000a1" + "0168" + "01", "a name of 65 characters");
        refused("09" + "0161" + "00000000000000a1" + "00" + "01", "no host");
        refused("09" + "0161" + "00000000000000a1" + "0168" + "808004", "port 65536");
        refused("09" + "01ff" + "00000000000000a1" + "0168" + "01", "a name that is not UTF-8");
        refused("04" + ANN_HEX + V3_HEX + "02" + BOB_HEX + BOB_HEX, "an endpoint twice");
        refused("0a" + ANN_HEX + "0000000000000002" + V3_HEX + "02", "a flag of 2");
        refused(
                "0a" + ANN_HEX + "0000000000000002" + V3_HEX + "01" + "01" + "ffffffffffffffff" + "01"
                        + "0000000000000000",
                "a negative count");
        refused("0a" + ANN_HEX + "0000000000000002" + V3_HEX + "01" + "01" + "0000000000000000" + "00", "two lengths");
        refused("03" + BOB_HEX + "03" + "00", "refusal 3");
        refused(
                "05" + BOB_HEX + V4_HEX + "0000000000000007" + V3_HEX + "00000000000000a1" + V3_HEX + "01"
                        + "00000000000000a1" + "00" + "00" + NO_VIEW_HEX,
                "a quorum above its total");
    }

    private static void refused(String hex, String why) {
        assertThatThrownBy(() -> ControlCodec.decode(packet(hex))).as(why).isInstanceOf(MalformedException.class);
    }

    /** True if it was read; anything but a message or a {@link MalformedException} fails the test. */
    private static boolean readOrRefuse(byte[] body) {
        Control message;
        try {
            message = ControlCodec.decode(Packet.of(body));
        } catch (MalformedException refused) {
            return false;
        }
        Packet again = ControlCodec.encode(TO, message);
        String written = hex(again);
        ControlCodec.receiver(again);
        assertThat(hex(ControlCodec.encode(TO, ControlCodec.decode(again)))).isEqualTo(written);
        return true;
    }

    private static Packet packet(String hex) {
        return Packet.of(HexFormat.of().parseHex(hex));
    }

    private static String hex(Packet packet) {
        return HexFormat.of().formatHex(packet.toBytes());
    }
}
