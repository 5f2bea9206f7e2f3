package dev.tutti.cli;

import dev.tutti.board.Board;
import dev.tutti.board.BoardClient;
import dev.tutti.board.Post;
import dev.tutti.board.PostId;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** How a board looks in a terminal. */
final class BoardTexts {
    static final String ALONE = "you are alone in the group: what you post now exists only here";
    static final String TOGETHER = "you are no longer alone: the others have the whole board too";

    private static final AttributedStyle BOLD = AttributedStyle.DEFAULT.bold();
    private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();
    private static final AttributedString LINE_END = new AttributedString("\n");
    private static final int MAX_INDENT = 12;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT);
    private static final long MIN_SHOWN_SECONDS = -62_135_596_800L; // the year 1
    private static final long MAX_SHOWN_SECONDS = 253_402_300_799L; // the year 9999

    private final BoardClient client;
    private final ZoneId zone;

    BoardTexts(BoardClient client, ZoneId zone) {
        this.client = client;
        this.zone = zone;
    }

    /** A line of the list. */
    AttributedString entry(Board.Entry entry) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        line.append("  ".repeat(Math.min(entry.depth(), MAX_INDENT)));
        return line.append(line(entry.post())).toAttributedString();
    }

    private AttributedString line(Post post) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        line.styled(FAINT, client.brief(post.id())).append("  ");
        line.styled(BOLD, Clean.line(post.subject()));
        return line.styled(FAINT, "  " + byline(post)).toAttributedString();
    }

    /** Posts that came together, with a line each. */
    AttributedString lines(List<Post> posts) {
        return AttributedString.join(LINE_END, posts.stream().map(this::line).toList());
    }

    /** Posts that came together, whole. */
    AttributedString wholes(List<Post> posts) {
        return AttributedString.join(LINE_END, posts.stream().map(this::whole).toList());
    }

    /** A whole post. */
    AttributedString whole(Post post) {
        AttributedStringBuilder text = new AttributedStringBuilder();
        text.styled(BOLD, Clean.line(post.subject())).append("\n");
        text.styled(FAINT, client.brief(post.id()) + "  " + byline(post));
        PostId parent = post.parent();
        if (parent != null) {
            text.styled(FAINT, "  in reply to " + client.brief(parent));
        }
        if (!post.text().isEmpty()) {
            text.append("\n\n").append(Clean.text(post.text()).indent(2).stripTrailing());
        }
        return text.append("\n").toAttributedString();
    }

    private String byline(Post post) {
        long seconds = Math.clamp(post.timeMillis() / 1_000, MIN_SHOWN_SECONDS, MAX_SHOWN_SECONDS);
        return Clean.line(post.sender()) + ", "
                + TIME.format(Instant.ofEpochSecond(seconds).atZone(zone));
    }

    static AttributedString remark(String text) {
        return new AttributedString("* " + text, FAINT);
    }

    static AttributedString warning(String text) {
        return new AttributedString("* " + text, AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW));
    }
}
