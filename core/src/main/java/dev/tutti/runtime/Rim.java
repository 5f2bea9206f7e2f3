package dev.tutti.runtime;

import dev.tutti.Address;
import dev.tutti.kernel.Clock;
import dev.tutti.kernel.Timers;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Everything a node needs from outside: time, timers, randomness, the network, seeds. The {@code net} module hands in sockets and an
 * event loop, the simulator hands in virtual ones; the node cannot tell.
 *
 * <p>The loop's side of the bargain: it calls {@link NodeRuntime#frame} for each frame, fires timers, and then calls
 * {@link NodeRuntime#turn}, all on one thread at a time; and it calls {@code turn} soon after {@link #wake}.
 */
public interface Rim {
    /**
     * Time.
     *
     * @return readable from any thread
     */
    Clock clock();

    /**
     * Timers that fire on the loop.
     *
     * @return to be used on the loop only
     */
    Timers timers();

    /**
     * Randomness: seeded in the simulator.
     *
     * @return to be used on the loop only
     */
    RandomGenerator random();

    /**
     * The network.
     *
     * @return to be used on the loop only
     */
    Link link();

    /**
     * Where other members may be found, as known at this moment. Asking again may give another answer: names are looked up again in the
     * background.
     *
     * @return addresses, possibly that of this node among them; never blocks
     */
    List<Address> seeds();

    /**
     * Whether {@link #seeds} is all that was configured.
     *
     * @return false while a configured name has never been looked up with success; never blocks
     */
    boolean seedsComplete();

    /** Asks the loop to call {@link NodeRuntime#turn} soon. From any thread; cheap when it has been asked already. */
    void wake();

    /**
     * Tells a person what goes on: waiting for seeds, a frame of an unknown version, a failed listener.
     *
     * @param notice one line
     */
    void note(String notice);
}
