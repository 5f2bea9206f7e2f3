package dev.tutti.sim;

import dev.tutti.GroupProperties;
import dev.tutti.GroupProperties.Engine;
import dev.tutti.GroupProperties.Order;
import java.util.SplittableRandom;

/** What members may ask their group to run. */
final class Wishes {
    private Wishes() {}

    /** Any order, engine and resilience. */
    static GroupProperties draw(SplittableRandom random) {
        Order order = one(random, Order.values());
        // As many as the largest usual group has members are all.
        int losses = (int) Spread.number(random, 1, Swarm.MAX_NODES + 1);
        GroupProperties drawn = GroupProperties.DEFAULT.order(order);
        if (order.isTotal()) {
            drawn = drawn.engine(one(random, Engine.values()));
        }
        // For a causal total order by what has been drawn already, so that what a seed means stays as it is for all
        // others.
        boolean sends = order == Order.CAUSAL ? random.nextBoolean() : order == Order.TOTAL_CAUSAL && losses % 2 == 1;
        drawn = sends ? drawn.withCausalSends() : drawn;
        return random.nextBoolean()
                ? drawn
                : drawn.resilience(losses == Swarm.MAX_NODES ? GroupProperties.ALL : losses);
    }

    private static <E> E one(SplittableRandom random, E[] all) {
        return all[random.nextInt(all.length)];
    }
}
