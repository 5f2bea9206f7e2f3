package dev.tutti.membership;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import dev.tutti.kernel.Clock;
import dev.tutti.kernel.Timers;
import java.util.List;
import java.util.random.RandomGenerator;

/** What a membership needs from outside: time, and ways to reach others. */
public interface Outside {
    /**
     * Time.
     *
     * @return the clock
     */
    Clock clock();

    /**
     * Timers.
     *
     * @return one-shot timers
     */
    Timers timers();

    /**
     * Randomness.
     *
     * @return the generator
     */
    RandomGenerator random();

    /**
     * Where other members may be found.
     *
     * @return addresses, possibly this member's own among them
     */
    List<Address> seeds();

    /**
     * Whether {@link #seeds} is all that was configured: each name among it has been looked up with success at least once.
     *
     * @return false as long as there may be seeds that are not known yet
     */
    boolean seedsComplete();

    /**
     * Whether {@link #announce} reaches others, so that the group may be where no seed is.
     *
     * @return true for a network with multicast
     */
    boolean announces();

    /**
     * Tells one endpoint something; another incarnation at its address will ignore it.
     *
     * @param to never this member itself
     * @param message what
     */
    void tell(Endpoint to, Control message);

    /**
     * Tells whoever is at an address something.
     *
     * @param to the address
     * @param message what
     */
    void ask(Address to, Control message);

    /**
     * Tells everybody who listens something, if the network can.
     *
     * @param message what
     */
    void announce(Control message);

    /**
     * Tells a person what goes on.
     *
     * @param notice one line
     */
    void note(String notice);
}
