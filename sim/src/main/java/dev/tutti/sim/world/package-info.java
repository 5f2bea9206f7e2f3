/**
 * The world that a simulated node lives in: virtual time, a network that loses, doubles, delays and cuts, and processes that crash,
 * pause and start again. Everything runs on the caller's thread, and everything that happens follows from one seed.
 */
@NullMarked
package dev.tutti.sim.world;

import org.jspecify.annotations.NullMarked;
