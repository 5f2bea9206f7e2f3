import org.jspecify.annotations.NullMarked;

/** The tutti command. */
@NullMarked
module dev.tutti.cli {
    requires static org.jspecify;
    requires dev.tutti.board;
    requires dev.tutti.core;
    requires dev.tutti.net;
    requires dev.tutti.sim;
    requires info.picocli;
    requires java.management;
    requires org.jline.reader;
    requires org.jline.terminal;
    requires org.slf4j;

    opens dev.tutti.cli to
            info.picocli;
}
