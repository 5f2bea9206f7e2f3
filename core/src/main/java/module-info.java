/** Group communication with virtual synchrony: the API, the kernel, the layers, the membership. */
@SuppressWarnings("module") // the modules below are built after this one
module dev.tutti.core {
    requires static transitive org.jspecify;

    exports dev.tutti;
    exports dev.tutti.kernel;
    exports dev.tutti.layer.failure;
    exports dev.tutti.layer.flow;
    exports dev.tutti.layer.order;
    exports dev.tutti.layer.pack;
    exports dev.tutti.layer.reliable;
    exports dev.tutti.layer.safe;
    exports dev.tutti.layer.sync;
    exports dev.tutti.layer.transfer;
    exports dev.tutti.membership;
    exports dev.tutti.runtime;
}
