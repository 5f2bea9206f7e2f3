/** Terminal display of groups, views and messages. */
package dev.tutti.board;
