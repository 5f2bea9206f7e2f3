package dev.tutti.board;

import dev.tutti.Names;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One message on the board. It never changes.
 *
 * @param id differs from that of every other post
 * @param parent the post that this one answers, or null if it begins a thread
 * @param sender name of the member that wrote it
 * @param timeMillis when it was written by the sender's clock, in milliseconds since 1970; only for people and for the order of lists
 * @param subject one line
 * @param text any number of lines, possibly empty
 */
public record Post(PostId id, @Nullable PostId parent, String sender, long timeMillis, String subject, String text) {
    /** The longest subject in characters. */
    public static final int MAX_SUBJECT_LENGTH = 200;

    /** The longest text in bytes of UTF-8. */
    public static final int MAX_TEXT_BYTES = 64 << 10;

    /** By the sender's clock; posts of the same millisecond by id, so that all members list them alike. */
    public static final Comparator<Post> BY_TIME =
            Comparator.comparingLong(Post::timeMillis).thenComparing(Post::id);

    // What one post costs beside its text: objects and map entries, roughly.
    private static final int OVERHEAD_BYTES = 300;

    /** Checks every part; the message of the exception says what to do. */
    public Post {
        String problem = Names.problem(sender);
        if (problem != null) {
            throw new IllegalArgumentException("a sender's name " + problem);
        }
        if (subject.isBlank()) {
            throw new IllegalArgumentException("a post needs a subject");
        }
        if (subject.length() > MAX_SUBJECT_LENGTH) {
            throw new IllegalArgumentException("the subject has " + subject.length() + " characters; "
                    + MAX_SUBJECT_LENGTH + " are allowed: put the rest into the text");
        }
        if (subject.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a subject is one line without control characters");
        }
        int textBytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (textBytes > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException("the text has " + textBytes + " bytes; " + MAX_TEXT_BYTES
                    + " are allowed: split it into two posts");
        }
        if (id.equals(parent)) {
            throw new IllegalArgumentException("a post cannot answer itself");
        }
    }

    /**
     * About how much memory the post takes.
     *
     * @return bytes
     */
    long costBytes() {
        return OVERHEAD_BYTES + 2L * (sender.length() + subject.length() + text.length());
    }
}
