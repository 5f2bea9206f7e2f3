#!/usr/bin/env python3
"""Tests check-vs.py: a good run passes, and each violation planted into it is found."""

import copy
import json
import os
import subprocess
import tempfile
import unittest

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "check-vs.py")


def view(number, members, transitional, primary=True):
    return {
        "event": "view",
        "id": f"{number}.ab",
        "members": members,
        "joined": [],
        "left": [],
        "transitional": transitional,
        "primary": primary,
    }


def cast(sender, number):
    return {"event": "message", "from": sender, "kind": "cast", "payload": f"{sender} {number}"}


def good():
    """Three members cast; c is gone, a and b move on together. The senders are interleaved differently at a and b."""
    second = [view(5, ["a", "b"], ["a", "b"]), cast("a", 3), cast("b", 2)]
    end = [{"event": "flushed"}, {"event": "left"}, {"event": "stats", "counters": {}}]

    def third(member):
        return view(3, ["a", "b", "c"], [member])

    at_a = [cast("a", 1), cast("b", 1), cast("c", 1), cast("a", 2), cast("c", 2)]
    at_b = [cast("c", 1), cast("a", 1), cast("c", 2), cast("a", 2), cast("b", 1)]
    return {
        "a": [view(2, ["a"], ["a"]), third("a"), *at_a, *second, *end],
        "b": [third("b"), *at_b, *second, *end],
        "c": [third("c"), *at_a[:3]],
    }


class CheckVsTest(unittest.TestCase):
    def setUp(self):
        self.run_of = copy.deepcopy(good())

    def check(self, *more, raw=None):
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for name, events in self.run_of.items():
                path = os.path.join(folder, name + ".json")
                with open(path, "w", encoding="utf-8") as file:
                    file.write("".join(json.dumps(event) + "\n" for event in events))
                    if raw and name in raw:
                        file.write(raw[name])
                paths.append(path)
            result = subprocess.run(["python3", SCRIPT, *more, *paths], capture_output=True, text=True)
            return result.returncode, result.stdout + result.stderr

    def assert_found(self, rule, *more):
        code, output = self.check(*more)
        self.assertEqual(code, 1, output)
        self.assertIn(f"VIOLATION {rule}:", output)

    def test_a_good_run_passes(self):
        code, output = self.check("--expect", "a=3")
        self.assertEqual(code, 0, output)
        self.assertIn("1 pairs that moved together", output)

    def test_a_last_line_cut_off_by_a_kill_is_left_out(self):
        code, output = self.check(raw={"c": '{"event":"message","from":"a","ki'})
        self.assertEqual(code, 0, output)

    def test_a_view_shown_again_is_no_new_view(self):
        self.run_of["a"].insert(3, copy.deepcopy(self.run_of["a"][1]))
        self.assertEqual(self.check()[0], 0)

    def test_a_cast_that_only_one_delivered_before_the_next_view(self):
        self.run_of["b"].remove(cast("c", 2))
        self.assert_found("same set")

    def test_a_cast_delivered_in_another_view(self):
        b = self.run_of["b"]
        b.remove(cast("a", 2))
        b.insert(b.index(cast("a", 3)), cast("a", 2))
        self.assert_found("same set")

    def test_a_cast_delivered_twice(self):
        self.run_of["a"].insert(5, cast("a", 1))
        self.assert_found("once")

    def test_casts_of_a_sender_out_of_order(self):
        a = self.run_of["a"]
        i, j = a.index(cast("c", 1)), a.index(cast("c", 2))
        a[i], a[j] = a[j], a[i]
        self.assert_found("order")

    def test_a_gap_in_the_casts_of_a_sender_that_stayed(self):
        for name in ("a", "b"):
            self.run_of[name].remove(cast("a", 2))
        self.assert_found("order")

    def test_ids_that_fall(self):
        self.run_of["a"][0]["id"] = "4.ab"
        self.assert_found("ids")

    def test_one_id_with_different_members(self):
        self.run_of["c"][0]["members"] = ["a", "c"]
        self.assert_found("ids")

    def test_a_view_without_its_owner(self):
        self.run_of["c"][0]["members"] = ["a", "b"]
        self.assert_found("self")

    def test_a_transitional_set_that_two_do_not_agree_on(self):
        after = [e for e in self.run_of["b"] if e["event"] == "view"][1]
        after["transitional"] = ["b"]
        self.assert_found("transitional")

    def test_a_cast_of_somebody_who_is_not_in_the_view(self):
        a = self.run_of["a"]
        a.insert(a.index(cast("b", 2)), cast("c", 3))
        self.assert_found("sender")

    def test_a_message_after_left(self):
        self.run_of["a"].append(cast("b", 3))
        self.assert_found("left")

    def test_a_line_that_is_no_event(self):
        self.run_of["a"].insert(1, ["what?"])
        self.assert_found("parse")

    def test_a_number_of_own_casts_that_is_too_small(self):
        self.assert_found("expect", "--expect", "a=4")

    def test_a_file_that_is_not_there(self):
        result = subprocess.run(["python3", SCRIPT, "/nowhere/x.json"], capture_output=True, text=True)
        self.assertEqual(result.returncode, 2)


if __name__ == "__main__":
    unittest.main()
