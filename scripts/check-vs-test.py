#!/usr/bin/env python3
"""Tests check-vs.py: a good run passes, and each violation planted into it is found."""

import collections
import copy
import json
import os
import subprocess
import tempfile
import unittest

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "check-vs.py")


# What either value of --order judges.
TOTAL = "order=total engine=token"


def view(number, members, transitional, primary=True):
    return {
        "event": "view",
        "id": f"{number}.ab",
        "members": members,
        "joined": [],
        "left": [],
        "transitional": transitional,
        "primary": primary,
        "properties": TOTAL,
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

    def part(self, farewell):
        """a leaves from view 3; b and d go on."""
        members = ["a", "b", "d"]
        begin = {name: [view(3, members, [name]), cast("b", 1)] for name in members}
        on = [view(4, ["b", "d"], ["b", "d"]), cast("b", 2)]
        self.run_of = {"a": [*begin["a"], farewell], "b": begin["b"] + on, "d": begin["d"] + on}

    def test_a_member_that_leaves_in_good_order_with_what_the_others_never_get(self):
        self.part({"event": "left"})
        self.assertEqual(self.check()[0], 0)
        self.run_of["a"].insert(2, cast("d", 1))
        self.assert_found("left")
        self.part({"event": "left", "reason": "closed"})
        self.run_of["a"].insert(2, cast("d", 1))
        self.assertEqual(self.check()[0], 0, "it could not wait for them")

    def test_a_member_that_leaves_one_that_goes_on_alone(self):
        self.part({"event": "left"})
        del self.run_of["d"]
        self.run_of["b"][2] = view(4, ["b"], ["b"])
        self.assertEqual(self.check()[0], 0)
        self.run_of["a"].insert(2, cast("d", 1))
        self.assert_found("left")
        self.run_of["b"][2] = view(4, ["b", "d"], ["b"])
        self.assertEqual(self.check()[0], 0, "b may have been cut off")

    def test_a_member_that_leaves_with_another_order(self):
        self.part({"event": "left"})
        for name in ("a", "b", "d"):
            self.run_of[name].insert(2, cast("d", 1))
        self.assertEqual(self.check("--order", "total")[0], 0)
        a = self.run_of["a"]
        a[1], a[2] = a[2], a[1]
        self.assert_found("left", "--order", "total")
        self.assertEqual(self.check()[0], 0)

    def test_members_that_part_and_leave_later(self):
        both = [cast("a", 1), cast("c", 1)]
        for name, order in (("a", both), ("c", both[::-1])):
            alone = view(4, [name], [name]) | {"id": f"4.{name}"}
            views = [view(3, ["a", "c"], ["a", "c"]), alone, view(5, ["a", "c"], [name])]
            first, *later = [event | {"properties": "order=total"} for event in views]
            self.run_of[name] = [first, *order, *later, {"event": "left"}]
        del self.run_of["b"]
        code, output = self.check("--order", "total")
        self.assertEqual(code, 0, output)

    def test_a_message_after_left(self):
        self.run_of["a"].append(cast("b", 3))
        self.assert_found("left")

    def test_a_line_that_is_no_event(self):
        self.run_of["a"].insert(1, ["what?"])
        self.assert_found("parse")

    def test_members_that_stay_together_and_deliver_in_different_orders(self):
        self.assert_found("total", "--order", "total")
        self.assert_found("total", "--order", "one")

    def runs(self, first, second):
        """The views 2 and 3 run the first of these properties, view 5 the second."""
        for events in self.run_of.values():
            for event in events:
                if event["event"] == "view":
                    event["properties"] = second if event["id"] == "5.ab" else first

    def assert_kept(self, *orders):
        for order in orders:
            code, output = self.check("--order", order)
            self.assertEqual(code, 0, output)

    def swap_in_the_second_view(self):
        b = self.run_of["b"]
        i, j = b.index(cast("a", 3)), b.index(cast("b", 2))
        b[i], b[j] = b[j], b[i]

    def test_a_group_that_switches_to_a_total_order(self):
        # a and b deliver the casts of view 3 in different orders, as they may before the switch.
        for before in ("order=fifo", "order=causal resilience=1 causal-sends"):
            self.runs(before, "order=total-causal engine=round-robin resilience=all")
            self.assert_kept("total", "one")
            self.runs(before, "order=total")
            self.assert_kept("total")
        self.swap_in_the_second_view()
        self.assert_found("total", "--order", "total")
        self.runs("order=fifo", TOTAL)
        self.assert_found("total", "--order", "one")

    def test_a_group_that_switches_from_a_total_order(self):
        self.runs(TOTAL, "order=fifo")
        self.assert_found("total", "--order", "total")
        self.assert_found("total", "--order", "one")
        self.one_order()
        self.swap_in_the_second_view()
        self.assert_kept("total", "one")

    def test_a_group_that_switches_to_another_engine(self):
        self.one_order()
        c = self.run_of["c"]
        c[1], c[2] = c[2], c[1]
        c.append({"event": "left"})
        for sequencer in ("order=total", "order=total-causal engine=sequencer"):
            self.runs(sequencer, TOTAL)
            self.assert_kept("one")
            self.assert_found("total", "--order", "total")
            self.runs(TOTAL, sequencer)
            self.assert_found("total", "--order", "one")

    def assert_nothing_to_judge(self, order):
        code, output = self.check("--order", order)
        self.assertEqual(code, 2, output)
        self.assertIn("no view of these members runs a total order", output)
        self.assertNotIn("PASS", output)

    def test_an_order_that_no_view_runs(self):
        self.one_order()
        for other in ("order=fifo", "order=causal", ""):
            self.runs(other, other)
            self.assert_nothing_to_judge("total")
            self.assert_nothing_to_judge("one")
        self.runs("order=fifo", "order=total")
        self.assert_nothing_to_judge("one")

    def test_views_that_do_not_say_what_they_run(self):
        self.one_order()
        for events in self.run_of.values():
            for event in events:
                event.pop("properties", None)
        self.assertEqual(self.check()[0], 0)
        self.assert_nothing_to_judge("total")

    def test_one_id_with_different_properties(self):
        self.run_of["c"][0]["properties"] = "order=total"
        self.assert_found("ids")

    def one_order(self):
        """All deliver in the order of a."""
        at_a = [event for event in self.run_of["a"] if event["event"] == "message"]
        self.run_of["b"][1:6] = at_a[:5]

    def test_one_order_at_all(self):
        self.one_order()
        for order in ("total", "one"):
            code, output = self.check("--order", order)
            self.assertEqual(code, 0, output)

    def test_two_casts_in_opposite_orders_at_one_that_parts(self):
        self.one_order()
        c = self.run_of["c"]
        c[1], c[2] = c[2], c[1]
        self.assert_found("total", "--order", "one")
        # The sequencer promises nothing about the last view of a member that was killed.
        self.assertEqual(self.check("--order", "total")[0], 0)
        c.append({"event": "left"})
        self.assert_found("total", "--order", "total")

    def test_a_payload_that_comes_again_is_another_cast(self):
        self.one_order()
        again = {**cast("a", 9), "payload": "hi"}
        for name, at in (("a", 2), ("b", 1)):
            events = self.run_of[name]
            events.insert(at + 4, again)
            events.insert(at, again)
        code, output = self.check("--order", "one")
        self.assertEqual(code, 0, output)

    def test_one_that_parted_and_came_back(self):
        self.one_order()
        c = self.run_of["c"]
        c[1], c[2] = c[2], c[1]
        c += [view(4, ["c"], ["c"], primary=False), {"event": "left"}]
        self.assert_found("total", "--order", "one")
        # It parted from both, so the sequencer promises nothing of the view before, unless it left then.
        self.run_of["c"].pop()
        self.assertEqual(self.check("--order", "total")[0], 0)

    def test_a_cast_that_is_unordered_at_one_member_only(self):
        self.one_order()
        last = [event for event in self.run_of["b"] if event["event"] == "message"][4]
        at = self.run_of["b"].index(last)
        self.run_of["b"][at] = {**last, "kind": "unordered"}
        self.assert_found("total", "--order", "one")

    def test_unordered_casts_have_no_place(self):
        self.one_order()
        any_time = {**cast("a", 9), "kind": "unordered", "payload": "any time"}
        self.run_of["a"].insert(self.run_of["a"].index(cast("a", 1)), any_time)
        self.run_of["b"].insert(self.run_of["b"].index(cast("a", 2)), any_time)
        code, output = self.check("--order", "one")
        self.assertEqual(code, 0, output)

    def numbered(self):
        for events in self.run_of.values():
            counts = collections.Counter()
            for event in events:
                if event["event"] == "view":
                    present = event["id"]
                    counts.clear()
                elif event["event"] == "message":
                    counts[event["from"]] += 1
                    event.update(view=present, number=counts[event["from"]])

    def test_numbers_that_are_right(self):
        self.numbered()
        code, output = self.check()
        self.assertEqual(code, 0, output)

    def test_a_message_that_names_another_view(self):
        self.numbered()
        self.run_of["b"][2]["view"] = "2.ab"
        self.assert_found("number")

    def test_a_message_with_a_number_that_is_not_its_place(self):
        self.numbered()
        self.run_of["b"][2]["number"] = 7
        self.assert_found("number")

    def test_two_messages_with_one_number(self):
        self.numbered()
        self.run_of["c"][1]["payload"] = "a 0"
        self.assert_found("number")

    def test_a_number_of_own_casts_that_is_too_small(self):
        self.assert_found("expect", "--expect", "a=4")

    def test_a_file_that_is_not_there(self):
        result = subprocess.run(["python3", SCRIPT, "/nowhere/x.json"], capture_output=True, text=True)
        self.assertEqual(result.returncode, 2)


if __name__ == "__main__":
    unittest.main()
