package dev.tutti.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Frame;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Feeds a member nonsense: random bytes, and true frames with some bytes changed, cut off or added. */
public final class Garbage {
    private final LayerRig rig;
    private final int size;
    private final Random random;
    private boolean belowALoop;

    /** Nonsense for one member of a view of that size. */
    public Garbage(LayerRig rig, int size, long seed) {
        this.rig = rig;
        this.size = size;
        this.random = new Random(seed);
    }

    /**
     * In a whole stack a loop of deliveries stands below the layer, and further packets would be lost with an exception: from now on none
     * may come out of a cast or a send of a member, not even one that says that it is malformed.
     */
    public Garbage belowALoop() {
        belowALoop = true;
        return this;
    }

    /** Feeds random bodies on all three paths. Whatever is thrown out of the stack goes to the caller. */
    public void feed(int rounds) {
        for (int i = 0; i < rounds; i++) {
            byte[] body = new byte[random.nextInt(40)];
            random.nextBytes(body);
            if (body.length > 0 && random.nextBoolean()) {
                body[0] = (byte) random.nextInt(4);
            }
            feed(1 + random.nextInt(2) * 2, body);
            feed(Frame.SEND, body);
        }
    }

    /** Feeds spoilt copies of true bodies of one kind of frame. */
    public void spoil(int rounds, int kind, List<byte[]> bodies) {
        for (int i = 0; i < rounds; i++) {
            byte[] body = bodies.get(random.nextInt(bodies.size())).clone();
            switch (random.nextInt(3)) {
                case 0 -> body = Arrays.copyOf(body, random.nextInt(body.length + 1));
                case 1 -> body = Arrays.copyOf(body, body.length + 1 + random.nextInt(9));
                default -> {
                    for (int flips = 1 + random.nextInt(3); flips > 0 && body.length > 0; flips--) {
                        body[random.nextInt(body.length)] = (byte) random.nextInt();
                    }
                }
            }
            feed(kind, body);
        }
    }

    private void feed(int kind, byte[] body) {
        int origin = random.nextInt(size + 1);
        boolean member = origin < size && origin != rig.rank();
        long thrown = rig.count("bottom.malformed");
        switch (kind) {
            case Frame.CAST -> rig.receiveCast(origin, body);
            case Frame.SEND -> rig.receiveSend(origin, body);
            default -> rig.receiveLocal(origin, body);
        }
        if (belowALoop && member && kind != Frame.LOCAL) {
            assertThat(rig.count("bottom.malformed"))
                    .as("thrown on %s", Arrays.toString(body))
                    .isEqualTo(thrown);
        }
    }
}
