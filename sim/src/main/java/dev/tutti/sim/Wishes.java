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
        int resilience = random.nextInt(4);
        GroupProperties drawn = GroupProperties.DEFAULT.order(order);
        if (order.isTotal()) {
            drawn = drawn.engine(one(random, Engine.values()));
        } else if (order == Order.CAUSAL && random.nextBoolean()) {
            drawn = drawn.withCausalSends();
        }
        return random.nextBoolean() ? drawn : drawn.resilience(resilience == 3 ? GroupProperties.ALL : resilience);
    }

    private static <E> E one(SplittableRandom random, E[] all) {
        return all[random.nextInt(all.length)];
    }
}
