package dev.tutti.sim.world;

/** One direction between two ports. */
final class Channel {
    final Port from;
    final Port to;
    LinkQuality quality;

    /** Nothing passes this way. */
    boolean cut;

    /** Bytes of the frames under way. */
    long bytesUnderWay;

    /** When the last frame arrives that keeps the order. */
    long lastArrivalNanos;

    Channel(Port from, Port to, LinkQuality quality) {
        this.from = from;
        this.to = to;
        this.quality = quality;
    }

    boolean open() {
        return !cut && from.part == to.part;
    }
}
