package dev.tutti.board;

import dev.tutti.StateHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Hands a member's board to others and takes in theirs, post by post. Whether this member joins or two sides of a partition meet, the
 * result is the union: no post is ever lost by taking in a board.
 */
final class BoardState implements StateHandler {
    private final BoardClient client;

    BoardState(BoardClient client) {
        this.client = client;
    }

    @Override
    public void save(OutputStream out) throws IOException {
        BoardCodec.write(client.everything(), out);
    }

    @Override
    public void load(InputStream in) throws IOException {
        // Who joins may have posts from its time before, which the others lack: they are cast again.
        client.take(BoardCodec.read(in, client.limits()), true);
    }

    @Override
    public void merge(InputStream in) throws IOException {
        // The other sides get this side's posts by the same merge.
        client.take(BoardCodec.read(in, client.limits()), false);
    }

    @Override
    public OnMerge onMerge() {
        return OnMerge.MERGE;
    }
}
