package dev.tutti.board;

import dev.tutti.Endpoint;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.WireReader;
import dev.tutti.kernel.WireWriter;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Posts and boards as bytes.
 *
 * <pre>
 * post   version(1)=1 author(8) number(varint) isReply(1) [parentAuthor(8) parentNumber(varint)]
 *        sender(text) timeMillis(8) subject(text) text(text)
 * board  'T' 'B' version(1)=1, then for each post length(4) post, then length(4)=0
 * </pre>
 */
final class BoardCodec {
    /** No post is longer, since each of its parts has a limit. */
    static final int MAX_POST_BYTES = 3 * Endpoint.MAX_NAME_LENGTH
            + 3 * Post.MAX_SUBJECT_LENGTH
            + Post.MAX_TEXT_BYTES
            + 64; // ids, time, lengths, version

    private static final int VERSION = 1;
    private static final int MAGIC = 'T' << 8 | 'B';

    private BoardCodec() {}

    static byte[] encode(Post post) {
        WireWriter out = new WireWriter();
        out.putByte(VERSION);
        put(out, post.id());
        PostId parent = post.parent();
        out.putFlag(parent != null);
        if (parent != null) {
            put(out, parent);
        }
        out.putText(post.sender()).putLong(post.timeMillis());
        out.putText(post.subject()).putText(post.text());
        return out.toPacket().toBytes();
    }

    private static void put(WireWriter out, PostId id) {
        out.putLong(id.author()).putCount(id.number());
    }

    /**
     * Reads one post.
     *
     * @param bytes exactly what {@link #encode} wrote
     * @return the post
     * @throws MalformedException if it is anything else
     */
    static Post decode(byte[] bytes) {
        if (bytes.length > MAX_POST_BYTES) {
            throw new MalformedException("post too long");
        }
        WireReader in = new WireReader(Packet.of(bytes));
        if (in.getByte() != VERSION) {
            throw new MalformedException("post of an unknown version");
        }
        try {
            PostId id = getId(in);
            PostId parent = in.getFlag() ? getId(in) : null;
            String sender = in.getText(3 * Endpoint.MAX_NAME_LENGTH);
            long timeMillis = in.getLong();
            String subject = in.getText(3 * Post.MAX_SUBJECT_LENGTH);
            String text = in.getText(Post.MAX_TEXT_BYTES);
            in.end();
            return new Post(id, parent, sender, timeMillis, subject, text);
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedException("post breaks a rule");
        }
    }

    private static PostId getId(WireReader in) {
        return new PostId(in.getLong(), in.getCount(Integer.MAX_VALUE));
    }

    /**
     * Writes a board post by post.
     *
     * @param posts all that it holds
     * @param to flushed, not closed
     * @throws IOException as thrown by {@code to}
     */
    static void write(List<Post> posts, OutputStream to) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(to, 16 << 10));
        out.writeShort(MAGIC);
        out.writeByte(VERSION);
        for (Post post : posts) {
            byte[] bytes = encode(post);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
        out.writeInt(0);
        out.flush();
    }

    /**
     * Reads a board post by post.
     *
     * @param from what {@link #write} wrote, and nothing after it; read to its end, not closed
     * @param limits for the board
     * @return the board
     * @throws IOException if it is malformed, does not end where it should, or holds more than a board can bear
     */
    static Board read(InputStream from, BoardLimits limits) throws IOException {
        DataInputStream in = new DataInputStream(from);
        if (in.readUnsignedShort() != MAGIC || in.readUnsignedByte() != VERSION) {
            throw new IOException("not a board, or one of an unknown version");
        }
        Board board = new Board(limits);
        for (int length = in.readInt(); length != 0; length = in.readInt()) {
            if (length < 0 || length > MAX_POST_BYTES) {
                throw new IOException("a post on the board is too long");
            }
            byte[] bytes = new byte[length];
            in.readFully(bytes);
            try {
                board.add(decode(bytes));
            } catch (MalformedException wrong) {
                throw new IOException("a post on the board is malformed: " + wrong.getMessage(), wrong);
            }
            if (board.dropped() > 0) {
                throw new IOException("the other side's board holds more than the limits here allow twice over");
            }
        }
        // Until the end has come the sender may fail, and this board would not count as received.
        if (in.read() >= 0) {
            throw new IOException("something follows the board");
        }
        return board;
    }
}
