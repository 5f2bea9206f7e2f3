package dev.tutti.membership;

import org.junit.jupiter.api.Test;

/**
 * Random schedules: no two primary views side by side, whatever happens; and some time after the last fault all are together. A failure
 * prints its seed and its story.
 */
class MembershipStormTest {
    private static final int RUNS = Integer.getInteger("tutti.storms", 100);
    private static final int FIRST = Integer.getInteger("tutti.storms.first", 0);

    @Test
    void splitsAndFalseSuspicions() {
        storms(0, new Storm.Weather(false, false, true, false));
    }

    @Test
    void crashes() {
        storms(1, new Storm.Weather(true, false, true, false));
    }

    @Test
    void leaves() {
        storms(2, new Storm.Weather(false, true, true, false));
    }

    @Test
    void everything() {
        storms(3, new Storm.Weather(true, true, true, true));
    }

    private static void storms(int series, Storm.Weather weather) {
        for (int seed = FIRST; seed < FIRST + RUNS; seed++) {
            MembershipRig rig = new MembershipRig(seed * 10L + series).seeds(1, 2, 3);
            int members = 3 + rig.random.nextInt(5);
            for (int number = 1; number <= members; number++) {
                rig.start(number);
            }
            rig.advanceMillis(rig.random.nextBoolean() ? rig.random.nextInt(200) : 2_500);
            Storm storm = new Storm(rig, weather, members);
            try {
                storm.blow(25);
                rig.checkPrimaryChain();
                storm.clear();
                rig.checkPrimaryChain();
                rig.checkTogether();
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("series " + series + ", seed " + seed + ": " + failed.getMessage(), failed);
            }
        }
    }
}
