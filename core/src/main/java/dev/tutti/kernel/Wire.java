package dev.tutti.kernel;

/**
 * The way out of a stack: frames to the members of its view, by rank. Best effort: a frame may be lost, doubled, delayed and
 * overtaken. An implementation has used the bytes, or copied them, when a method returns.
 */
public interface Wire {
    /**
     * To every other member of the view.
     *
     * @param frame the whole frame
     */
    void castFrame(Packet frame);

    /**
     * To one other member of the view.
     *
     * @param rank of the receiver
     * @param frame the whole frame
     */
    void sendFrame(int rank, Packet frame);
}
