package dev.tutti.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import dev.tutti.GroupOptions;
import dev.tutti.GroupProperties;
import dev.tutti.Options;
import dev.tutti.ViewId;
import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.Packet;
import dev.tutti.membership.Control;
import dev.tutti.membership.ControlCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The worked example at the end of docs/wire.md, compared with what the code writes. */
class WireExampleTest {
    private static final Pattern HEX = Pattern.compile("^    ((?:[0-9a-f]{2} +)+)");
    private static final ViewId VIEW = new ViewId(2, 0x1111111111111111L);
    private static final Endpoint BOB = new Endpoint("bob", 0x2222222222222223L, new Address("10.0.0.2", 7800));

    private static final Recipe RECIPE = new Recipe(Options.lan(), GroupOptions.DEFAULT, 60_000);
    private static final long GROUP = Connections.ofGroup("demo");
    private static final long CONNECTION = Connections.ofView("demo", VIEW, RECIPE.spec(GroupProperties.DEFAULT));

    private static String example() throws IOException {
        String page = Files.readString(Path.of("../docs/wire.md"));
        return page.substring(page.indexOf("## A worked example"));
    }

    /** The frames of the example: a blank line, or one that is no row of bytes, stands between two. */
    private static List<String> frames() throws IOException {
        List<String> frames = new ArrayList<>();
        StringBuilder frame = new StringBuilder();
        for (String line : (example() + "\n\n").split("\n", -1)) {
            Matcher row = HEX.matcher(line + " ");
            if (row.find()) {
                frame.append(row.group(1).replace(" ", ""));
            } else if (!frame.isEmpty()) {
                frames.add(frame.toString());
                frame.setLength(0);
            }
        }
        return frames;
    }

    private static String framed(Packet body, int kind, long connection, int rank) {
        Frame.push(body, kind, connection, rank);
        return HexFormat.of().formatHex(body.toBytes());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String cast() {
        Packet pack = Packet.of(text("\u0005hello\u0003you"));
        pack.pushByte(0);
        pack.pushByte(0);
        pack.pushLong(1);
        return framed(pack, Frame.CAST, CONNECTION, 0);
    }

    private static String request() {
        List<String> names =
                RECIPE.layers(GroupProperties.DEFAULT).stream().map(Layer::name).toList();
        Packet body = Packet.empty(0);
        body.pushLong(1);
        body.pushLong(1);
        body.pushByte(0);
        body.pushByte(0);
        body.pushByte(0);
        // The ceiling and the user stand above the layers.
        body.pushByte(2 + names.indexOf("mnak"));
        return framed(body, Frame.LOCAL, CONNECTION, 1);
    }

    private static String sync() {
        Cut cut = new Cut(new long[] {1, 0}, new long[] {0, 0});
        Packet body = ControlCodec.encode(VIEW.leader(), new Control.Sync(BOB, 1, VIEW, cut));
        return framed(body, Frame.GROUP, GROUP, 0);
    }

    @Test
    void theIdsAreThoseOfThePage() throws IOException {
        assertThat(example())
                .contains(String.format("connection id of the group         %016x", GROUP))
                .contains(String.format("connection id of the view          %016x", CONNECTION));
    }

    @Test
    void theFramesAreThoseOfThePage() throws IOException {
        assertThat(frames()).containsExactly(cast(), request(), sync());
    }
}
