#!/usr/bin/env python3
"""Runs the two commands of README.md in a fresh clone and an empty environment, and prints PASS or FAIL for each.

    scripts/fresh.py              # bin/tutti demo
    scripts/fresh.py --verify     # ./mvnw verify too, which takes as long as the build does

What is cloned is what was committed last. If the default java is new enough for Tutti, one that fails stands before
it on the PATH, since a default that is too old is the case to be shown; else the environment has no variable at all.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST = 21
NONE = {}  # the environment: nothing


def default_java():
    """The feature release of the java that a command in an empty environment finds, or 0."""
    words = ["/bin/sh", "-c", "java -version"]
    said = subprocess.run(words, env=NONE, capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found.group(1)) if found else 0


def environment(folder):
    major = default_java()
    if major < OLDEST:
        print(f"default java: {major or 'none'}; the environment is empty", flush=True)
        return NONE
    print(f"default java: {major}, too new to show anything: one that fails stands before it", flush=True)
    stand_in = os.path.join(folder, "bin", "java")
    os.mkdir(os.path.dirname(stand_in))
    with open(stand_in, "w", encoding="ascii") as file:
        file.write("#!/bin/sh\necho this java is too old >&2\nexit 1\n")
    os.chmod(stand_in, 0o755)
    return {"PATH": os.path.dirname(stand_in) + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"}


def run(words, clone, variables, limit_seconds, wanted):
    """Runs a command to its end, shows what it prints, and says whether it did what README.md says."""
    name = " ".join(words)
    print(f"$ {name}", flush=True)
    began = time.monotonic()
    process = subprocess.Popen(
        words,
        cwd=clone,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    # All that it started, if it hangs.
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(process.pid, signal.SIGKILL))
    signal.alarm(limit_seconds)
    seen = False
    for line in process.stdout:
        print("  " + line, end="", flush=True)
        seen = seen or wanted in line
    code = process.wait()
    signal.alarm(0)
    took = f"{time.monotonic() - began:.0f} s"
    if code == 0 and seen:
        print(f"PASS {name}: {took}", flush=True)
        return True
    missing = "" if seen else f", and no line with '{wanted}'"
    print(f"FAIL {name}: exit code {code} after {took}{missing}", flush=True)
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verify", action="store_true", help="run ./mvnw verify too")
    parser.add_argument("--limit", type=int, default=3600, metavar="SECONDS", help="for each command")
    arguments = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="tutti-fresh-")
    try:
        clone = os.path.join(folder, "tutti")
        subprocess.run(["git", "clone", "-q", "--no-hardlinks", ROOT, clone], check=True)
        variables = environment(folder)
        passed = run(["bin/tutti", "demo"], clone, variables, arguments.limit, "are equal, byte by byte")
        if arguments.verify:
            passed = run(["./mvnw", "verify"], clone, variables, arguments.limit, "BUILD SUCCESS") and passed
        left = subprocess.run(
            ["git", "-C", clone, "status", "--porcelain"], capture_output=True, text=True, check=True
        ).stdout
        if left:
            print(f"FAIL the commands left files that git does not ignore:\n{left}", flush=True)
        return 0 if passed and not left else 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
