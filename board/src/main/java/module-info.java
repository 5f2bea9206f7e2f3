import org.jspecify.annotations.NullMarked;

/** A bulletin board that lives in a group and needs no server. */
@NullMarked
module dev.tutti.board {
    requires static org.jspecify;
    requires transitive dev.tutti.core;

    exports dev.tutti.board;
}
