/** Groups under a simulated network and clock. */
package dev.tutti.sim;
