/** The runtime of a node: event loop, network transports and discovery. */
package dev.tutti.net;
