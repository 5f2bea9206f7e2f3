/** The tutti command. */
package dev.tutti.cli;
