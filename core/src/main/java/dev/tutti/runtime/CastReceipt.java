package dev.tutti.runtime;

import dev.tutti.Delivery;
import dev.tutti.Receipt;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A cast's number among those of its kind, and the group that knows what became of it. */
record CastReceipt(GroupRuntime group, Delivery delivery, long number) implements Receipt {
    @Override
    public boolean awaitDelivered(Duration timeout) throws InterruptedException {
        return group.await(delivery, Progress.Stage.DELIVERED, number, timeout);
    }

    @Override
    public boolean awaitStable(Duration timeout) throws InterruptedException {
        return group.await(delivery, Progress.Stage.STABLE, number, timeout);
    }

    @Override
    public CompletionStage<Void> delivered() {
        return group.stage(delivery, Progress.Stage.DELIVERED, number);
    }

    @Override
    public CompletionStage<Void> stable() {
        return group.stage(delivery, Progress.Stage.STABLE, number);
    }
}
