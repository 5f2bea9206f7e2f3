import org.jspecify.annotations.NullMarked;

/** Terminal display of groups, views and messages. */
@NullMarked
module dev.tutti.board {
    requires static org.jspecify;
    requires dev.tutti.core;
    requires org.jline.terminal;
}
