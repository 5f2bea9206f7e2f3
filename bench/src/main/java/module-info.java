import org.jspecify.annotations.NullMarked;

/** Measurements of Tutti and of its peers. */
@NullMarked
module dev.tutti.bench {
    requires static org.jspecify;
    requires HdrHistogram;
    requires dev.tutti.core;
    requires dev.tutti.net;
    requires info.picocli;
    requires java.management;
    requires jdk.management;
    requires org.jgroups;

    opens dev.tutti.bench to
            info.picocli;
}
