/** Group communication with virtual synchrony: the API, the kernel, the layers, the membership. */
@SuppressWarnings("module") // the modules below are built after this one
module dev.tutti.core {
    requires static transitive org.jspecify;

    exports dev.tutti;
    exports dev.tutti.kernel;
    exports dev.tutti.membership;
    exports dev.tutti.runtime to
            dev.tutti.net,
            dev.tutti.sim;
}
