/** Benchmarks of Tutti, also against JGroups. */
package dev.tutti.bench;
