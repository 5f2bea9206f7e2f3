package dev.tutti.runtime;

import dev.tutti.Receipt;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A cast's number, and the group that knows what became of it. */
record CastReceipt(GroupRuntime group, long number) implements Receipt {
    @Override
    public boolean awaitDelivered(Duration timeout) throws InterruptedException {
        return group.await(Progress.Stage.DELIVERED, number, timeout);
    }

    @Override
    public boolean awaitStable(Duration timeout) throws InterruptedException {
        return group.await(Progress.Stage.STABLE, number, timeout);
    }

    @Override
    public CompletionStage<Void> delivered() {
        return group.stage(Progress.Stage.DELIVERED, number);
    }

    @Override
    public CompletionStage<Void> stable() {
        return group.stage(Progress.Stage.STABLE, number);
    }
}
