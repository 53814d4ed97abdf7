"""What threads were at: the GIL, garbage collection, exceptions; and what of that nobody knows."""

import re

from checks_code import choose, with_time
from checks_span import UNITS, own_times, span


def options(page):
    return page.browser.run(
        "[...document.querySelectorAll('#at option')].map((o) => [o.value, o.textContent, o.disabled])"
    )


def chooses_a_state(page):
    page.open("states")
    whole = own_times(page)
    page.equal(
        options(page),
        [
            ["", "Any state", False],
            ["gil", "Holds the GIL: 30.8 %", False],
            ["no-gil", "Is without the GIL: 62.4 %", False],
            ["waits", "Waits for the GIL: not known", True],
            ["gc", "Collects garbage: 1.7 %", False],
            ["exception", "Has an exception: 3.6 %", False],
        ],
        "the states to choose from",
    )
    choose(page, "gil", "at")
    held = {"JSONDecoder.raw_decode": 1.0, "Importer.parse_rows_of_all_suppliers": 0.61, "_find_and_load": 0.21}
    page.equal(with_time(page), {**held, "<module>": 0.001}, "own times while holding the GIL")
    page.expect(page.text("#sentence").startswith("While holding the GIL, JSON"), f"said: {page.text('#sentence')}")
    page.expect("54.9 %" in page.text("#functions"), f"shares while holding the GIL: {page.text('#functions')[:300]}")
    page.equal(
        page.text("#unknown"),
        "For 6.8 % of all time it is not known whether a thread held the GIL; that time is not shown.",
        "what is said of the rest",
    )
    page.equal(page.said(), "While holding the GIL", "what is said of the choice")
    fragment = page.fragment()
    page.equal(fragment, "at=gil", "the address")
    seen = [page.names(), page.text("#sentence"), page.picture()]
    page.open("states", fragment)
    page.equal([page.names(), page.text("#sentence"), page.picture()] == seen, True, "a link shows the same")
    choose(page, "no-gil", "at")
    page.equal(with_time(page), {"Event.wait": 2.95, "JSONDecoder.raw_decode": 0.73}, "own times without the GIL")
    choose(page, "gc", "at")
    page.equal(with_time(page), {"Importer.parse_rows_of_all_suppliers": 0.1}, "own times in garbage collection")
    page.equal(page.count("#unknown"), 0, "remarks where all is known")
    choose(page, "exception", "at")
    page.equal(with_time(page), {"_find_and_load": 0.21}, "own times with an exception")
    choose(page, "", "at")
    page.equal(own_times(page), whole, "any state again")
    page.quiet("choosing a state")


def goes_with_other_filters(page):
    page.open("states", "at=no-gil&code=module:json&itself=1")
    page.equal(with_time(page), {"JSONDecoder.raw_decode": 0.73}, "a state and code")
    sentence = page.text("#sentence")
    page.expect(sentence.startswith("While without the GIL in json itself, "), f"the sentence: {sentence}")
    page.open("states", "at=gil&state=idle")
    page.equal(with_time(page), {"Importer.parse_rows_of_all_suppliers": 0.04}, "a state and idle time")
    page.open("states")
    page.browser.key("[")
    end = span(page)[1]
    page.open("states", "at=gil")
    whole = with_time(page)
    parts = {}
    for stretch in ("0-50", f"50-{end}"):
        page.open("states", f"at=gil&span={stretch}")
        page.expect(with_time(page) not in ({}, whole), f"{stretch} shows nothing, or all of the time")
        for name, time in with_time(page).items():
            parts[name] = parts.get(name, 0) + time
    page.equal(sorted(parts), sorted(whole), "functions in two stretches")
    for name, time in whole.items():
        page.expect(abs(parts.get(name, 0) - time) <= 0.01 * time + 1e-6, f"{name}: {parts.get(name)} of {time} s")
    page.open("states", "at=gil&threads=1")
    page.expect(page.text("#sentence").startswith("No time is left"), f"said: {page.text('#sentence')}")
    page.quiet("states and other filters")


def is_chosen_by_keys(page):
    page.open("states")
    page.browser.key("v")
    page.equal(page.browser.run("document.activeElement.id"), "at", "the focus after v")
    page.browser.key("ArrowDown")
    page.browser.key("ArrowDown")
    page.browser.key("ArrowDown")
    page.browser.settle(50)
    page.equal(page.kept().get("at"), "gc", "what the arrows chose: what is not known is passed over")
    page.browser.run("document.activeElement.blur()")
    page.browser.key("a")
    page.equal(page.fragment(), "", "the address after a")
    for nonsense in ("at=waits", "at=constructor", "at=1", "at="):
        page.open("states", nonsense)
        page.equal(len(page.names()), 6, f"functions with #{nonsense}")
    for name in ("shop", "untold", "empty"):
        page.open(name, "at=gil")
        page.equal(page.count("#at"), 0, f"states to choose from in {name}, which tells of none")
        page.equal(page.text("#unknown"), "", f"what is said of states in {name}")
    page.quiet("choosing states by keys")


def lanes_show_what_counts(page):
    page.open("states")
    lanes = ("#lanes .thread canvas", ".lane.subject canvas")
    whole = [page.picture(lane) for lane in lanes]
    for fragment in ("at=gil", "at=no-gil&state=idle", "code=module:json&itself=1", "state=running"):
        page.open("states", f"{fragment}&selected=1")
        shown, wanted = sum(map(sum, lane_times(page).values())), sum(with_time(page).values())
        page.expect(abs(shown - wanted) < 0.03, f"{fragment}: {shown} s on the lanes, {wanted} s in the table")
        page.expect(page.picture(lanes[0]) != whole[0], f"{fragment}: the lane of a thread is that of all time")
    page.open("states", "state=running")
    page.equal({idle for _, idle in lane_times(page).values()}, {0.0}, "idle time of lanes while it does not count")
    page.open("states", "at=gil")
    page.browser.mouse("mouseMoved", *middle(page, lanes[0]))
    page.browser.settle(50)
    page.expect("running" in page.text("#tooltip"), f"what is told of a lane: {page.text('#tooltip')}")
    # Others can still be added to a choice of threads.
    page.open("states")
    before = lane_times(page)
    page.open("states", "threads=1")
    after = lane_times(page)
    page.equal(sorted(after), sorted(before), "lanes while a thread is chosen")
    for name, times in after.items():
        apart = max(abs(one - other) for one, other in zip(times, before[name]))
        page.expect(apart < 0.001, f"{name} while a thread is chosen: {times} instead of {before[name]}")
    page.quiet("lanes of what counts")


def lane_times(page):
    """Seconds by thread that a lane shows: running and idle."""
    labels = page.browser.run("[...document.querySelectorAll('#lanes button')].map((b) => b.getAttribute('aria-label'))")
    found = (re.fullmatch(r"(.*): ([\d.]+) (\S+) running, ([\d.]+) (\S+) idle", label) for label in labels)
    return {f[1]: (float(f[2]) * UNITS[f[3]], float(f[4]) * UNITS[f[5]]) for f in found}


def middle(page, selector):
    return page.browser.run(
        "(() => { const b = document.querySelector('%s').getBoundingClientRect();"
        " return [b.x + b.width / 2, b.y + b.height / 2]; })()" % selector
    )


CHECKS = [chooses_a_state, goes_with_other_filters, lanes_show_what_counts, is_chosen_by_keys]
