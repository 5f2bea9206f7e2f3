#!/usr/bin/env python3
"""Runs what must hold against real processes. Each scenario prints PASS or FAIL and has an exit code.

    scripts/hold.py casts --transport udp
    scripts/hold.py all

Processes listen on loopback or in network namespaces made here; only what was started here is ended.
"""

import argparse
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "hold"))

from casts import casts  # noqa: E402
from network import loss, split  # noqa: E402
from noise import noise  # noqa: E402
from pause import pause  # noqa: E402
from processes import Failed, build  # noqa: E402
from start import start  # noqa: E402
from wrong import wrong  # noqa: E402

TRANSPORTS = ["tcp", "udp", "multicast"]
ORDERS = ["fifo", "causal", "total", "total-causal"]
ENGINES = ["sequencer", "token", "rotating-token", "round-robin"]


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    scenarios = parser.add_subparsers(dest="scenario", required=True, metavar="SCENARIO")

    def scenario(name, function, about):
        sub = scenarios.add_parser(name, help=about, description=about)
        sub.set_defaults(function=function)
        sub.add_argument("--transport", choices=TRANSPORTS, default="tcp")
        sub.add_argument("--keep", metavar="FOLDER", help="keep what the processes print there")
        further = "further option of each member, as --extra=--set=KEY=VALUE"
        sub.add_argument("--extra", action="append", default=[], metavar="OPTION", help=further)
        return sub

    sub = scenario("casts", casts, "5 members cast; one is killed, one leaves, one joins")
    sub.add_argument("--count", type=int, default=10_000)
    sub.add_argument("--size", type=int, default=64, metavar="BYTES")
    sub.add_argument("--limit", type=int, default=180, metavar="SECONDS")
    sub.add_argument("--order", choices=ORDERS, default="fifo", help="in which casts are delivered; checked")
    sub.add_argument("--engine", choices=ENGINES, help="how a total order is made")
    sub = scenario("start", start, "8 processes at once: one group; SIGKILL to the survivors' view")
    sub.add_argument("--members", type=int, default=8)
    sub.add_argument("--limit-seconds", type=float, default=1.0, help="for the view after SIGKILL under TCP")
    sub = scenario("pause", pause, "SIGSTOP and SIGCONT: the member comes back with the state")
    sub.add_argument("--seconds", type=float, default=20)
    sub = scenario("wrong", wrong, "wrong input: one line, one code")
    sub.add_argument("--short", action="store_true", help="a choice of them that takes some seconds")
    sub = scenario("noise", noise, "random, truncated and oversized frames to every port")
    sub.add_argument("--seconds", type=float, default=10)
    sub = scenario("loss", loss, "network namespaces with loss, delay and reordering")
    sub.add_argument("--count", type=int, default=10_000)
    sub.add_argument("--switch", action="store_true", help="lose frames in a program even where tc netem works")
    sub = scenario("split", split, "network namespaces: 3 and 2 members are parted for 5 s")
    sub.add_argument("--seconds", type=float, default=5)
    scenarios.add_parser("all", help="all of them, over TCP and UDP")
    return parser


ALL = [
    ["wrong"],
    ["casts", "--transport", "tcp"],
    ["casts", "--transport", "udp"],
    ["casts", "--count", "2000", "--order", "causal"],
    ["casts", "--count", "2000", "--order", "total", "--transport", "udp"],
    ["casts", "--count", "2000", "--order", "total-causal", "--engine", "token"],
    ["casts", "--count", "2000", "--order", "total", "--engine", "rotating-token"],
    ["casts", "--count", "2000", "--order", "total", "--engine", "round-robin"],
    ["start", "--transport", "tcp"],
    ["start", "--transport", "udp"],
    ["pause", "--transport", "tcp"],
    ["noise", "--transport", "tcp"],
    ["noise", "--transport", "udp"],
    ["noise", "--transport", "multicast"],
    ["loss", "--transport", "udp"],
    ["loss", "--transport", "tcp"],
    ["split", "--transport", "tcp"],
    ["split", "--transport", "udp"],
]


def run(arguments):
    try:
        skipped = arguments.function(arguments)
    except Failed as failed:
        print(f"  {failed}")
        print(f"FAIL {arguments.scenario} {arguments.transport}", flush=True)
        return False
    result = f"SKIP {arguments.scenario}: {skipped}" if skipped else f"PASS {arguments.scenario} {arguments.transport}"
    print(result, flush=True)
    return True


def main():
    parser = options()
    arguments = parser.parse_args()
    if getattr(arguments, "engine", None) and not arguments.order.startswith("total"):
        parser.error("--engine makes a total order: add --order total or --order total-causal")
    build()
    chosen = [parser.parse_args(words) for words in ALL] if arguments.scenario == "all" else [arguments]
    return 0 if all([run(each) for each in chosen]) else 1


if __name__ == "__main__":
    sys.exit(main())
