"""The differential page: the figures of `seriema diff`, colours that do not lie, and all else that other pages can."""

import json
import os
import re

from checks_access import fit

# The colour of a place of the graph: a level, and a share of the way from the left edge.
COLOUR = """(() => {
  const canvas = document.querySelector('#flame canvas');
  const scale = canvas.width / canvas.clientWidth;
  const [x, y] = [Math.round(canvas.width * SHARE), Math.round((20 * LEVEL + 2) * scale)];
  const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  copy.drawImage(canvas, -x, -y);
  return [...copy.getImageData(0, 0, 1, 1).data.slice(0, 3)];
})()"""

# The colours of the legend with what stands beside them, from less to more.
LEGEND = """[...document.querySelectorAll('#legend li:has(i)')].map((item) => [item.textContent.replaceAll('\\u00a0', ' '),
  getComputedStyle(item.querySelector('i')).backgroundColor.match(/\\d+/g).map(Number)])"""


def table(page, name):
    """The rows of the table that `seriema diff` prints, cell by cell."""
    with open(os.path.join(page.folder, "tables.json"), encoding="utf-8") as file:
        lines = json.load(file)[name]
    rows = []
    for line in lines[lines.index("") + 2 :]:
        if line == "":
            break
        rows.append(re.split(r" {2,}", line.strip()))
    return rows, lines


def cells(page, selector):
    return page.browser.run(
        "[...document.querySelectorAll('#function-rows %s')].map((e) => e.textContent.replaceAll('\\u00a0', ' '))"
        % selector
    )


def tooltip_at(page, level, share):
    """The lines of the tooltip over a place of the graph: name, times, note."""
    box = page.browser.run(
        "(() => { const c = document.querySelector('#flame canvas'); c.scrollIntoView({block: 'center'});"
        " const b = c.getBoundingClientRect(); return [b.x, b.y, b.width]; })()"
    )
    page.browser.mouse("mouseMoved", box[0] + box[2] * share, box[1] + 20 * level + 10)
    page.browser.settle()
    title = page.text("#tooltip strong")
    texts = page.browser.run("[...document.querySelectorAll('#tooltip dt, #tooltip dd')].map((e) => e.textContent)")
    return title, {texts[at]: texts[at + 1 : at + 3] for at in range(0, len(texts), 3)}


def place_of(page, level, name):
    """A share of the width at which a level shows a function."""
    for percent in range(1, 100, 2):
        title, lines = tooltip_at(page, level, percent / 100)
        if title == name:
            return percent / 100, lines
    raise LookupError(f"{name} is nowhere on level {level}")


def shows_the_figures_of_the_table(page):
    for name in ("diff", "diff-same", "diff-tree", "diff-hostile"):
        rows, lines = table(page, name)
        page.open(name)
        names = page.names()
        page.equal(len(names), len(rows), f"functions of {name}")
        if name != "diff-hostile":
            page.equal(names, [row[6] for row in rows], f"names and their order in {name}")
            places = cells(page, ".place")
            page.equal(places, [row[7] if len(row) > 7 else "" for row in rows], f"places in {name}")
        page.equal(cells(page, "td:nth-child(2) .change"), [row[4] for row in rows], f"changes of {name}")
        page.equal(cells(page, "td:nth-child(2) .word"), [row[5] for row in rows], f"verdicts of {name}")
        percent = [text if text == "–" else f"{text} %" for row in rows for text in row[:2]]
        shares = [f"{old} → {now}" for old, now in zip(percent[::2], percent[1::2])]
        page.equal(cells(page, "td:nth-child(2) .shares"), shares, f"shares of {name}")
        times = [f"{row[2]} → {row[3]}" for row in rows]
        page.equal(cells(page, "td:nth-child(2) .time"), times, f"times of {name}")
        told = page.text("#explanations").lower()
        for line in lines[-1:]:
            page.expect(line.lower() in told, f"{name} does not explain: {line}")
    page.quiet("figures")


def says_what_changed(page):
    page.open("diff")
    page.equal(page.names()[:3], ["load", "validate", "once"], "what changed")
    page.equal(page.text("#functions-title"), "11 functions, 3 changed", "the table's title")
    sentence = page.text("#sentence")
    for part in ("load first.py:40 takes longer by itself: +", "the largest change of 3 functions that changed", "handle"):
        page.expect(part in sentence, f"the sentence does not say {part!r}: {sentence}")
    page.equal(page.text("h1"), "runs/base <b>.seriema → new.seriema", "the head")
    for part in ("Before: app.py --old", "Now: app.py --day two words"):
        page.expect(part in page.text("#circumstances"), f"the head does not say {part!r}")
    page.browser.click_on("#function-rows tr:nth-child(2)")
    page.expect("validate" in page.text("#sentence") and "is new" in page.text("#sentence"), "what is new is not said")
    # What is gone is shown where it was.
    page.browser.click_on("#function-rows tr:nth-child(3)")
    page.expect("is gone" in page.text("#sentence"), f"what is gone is not said: {page.text('#sentence')}")
    page.equal(page.kept().get("side"), "base", "the recording that shows what is gone")
    page.expect("Called by main" in page.text("#sentence"), f"who called what is gone: {page.text('#sentence')}")
    page.browser.click_on("#deselect")
    page.equal(page.subject(), "load", "back to the largest change")
    page.browser.click_on("#function-columns th:nth-child(3) button")
    page.equal(page.attribute("#function-columns th:nth-child(3)", "aria-sort"), "descending", "aria-sort")
    words = cells(page, "td:nth-child(3) .word")
    page.equal(words, sorted(words, key=lambda word: word == "noise"), "totals that changed stand first")
    page.expect("handle" in page.names()[:3], f"the caller of what changed: {page.names()}")
    page.open("diff-same")
    page.expect("No function changed" in page.text("#sentence"), f"noise is not told: {page.text('#sentence')}")
    page.equal(set(cells(page, "td:nth-child(2) .word")), {"noise"}, "verdicts of what did not change")
    page.open("diff-empty")
    page.expect("No samples" in page.text("#sentence"), "nothing is not said")
    for key in "123fliwsjkncobge":
        page.browser.key(key)
    page.quiet("changes")


def colours_what_changed(page):
    page.open("diff", "groups=0")
    legend = page.browser.run(LEGEND)
    page.equal(len(legend), 9, "steps of the scale")
    signs = [text[:1] for text, _ in legend]
    page.equal(signs, ["▼"] * 4 + ["n"] + ["▲"] * 4, "signs of the scale")
    page.equal(len({tuple(colour) for _, colour in legend}), 9, "colours of the scale")
    noise, more = legend[4][1], [colour for _, colour in legend[5:]]

    def colour(level, share):
        return page.browser.run(COLOUR.replace("LEVEL", str(level)).replace("SHARE", str(share)))

    load, lines = place_of(page, 4, "load")
    row = next(row for row in table(page, "diff")[0] if row[6] == "load")
    # It has one row, so this says what the table says.
    page.equal(lines["self here"][1], row[4], "the change of a row")
    page.equal(lines["self, everywhere"], [f"{row[2]} → {row[3]}", f"{row[4]}, more"], "the change of a function")
    handle, _ = place_of(page, 3, "handle")
    parse, _ = place_of(page, 3, "parse")
    page.browser.mouse("mouseMoved", 2, 2)
    page.picture()
    page.expect(colour(4, load) in more, "what takes longer has not its colour")
    page.equal(colour(3, handle), noise, "the colour of a caller of what takes longer")
    page.equal(colour(3, parse), noise, "the colour of what did not change")
    page.browser.key("e")
    page.picture()
    page.expect(colour(3, handle) in more, "by totals the caller has no colour")
    page.equal(colour(3, parse), noise, "by totals the colour of what did not change")
    page.equal(page.kept().get("colour"), "total", "what the address keeps of the colours")
    page.browser.click_on("#colour-choice input[value=own] + span")
    page.picture()
    page.equal(colour(3, handle), noise, "back to the changes of rows themselves")
    # Inverted, a row is what a stack ends in.
    page.browser.key("i")
    page.expect(page.browser.run("document.getElementById('colour-choice').disabled"), "a choice that has no effect")
    load, lines = place_of(page, 1, "load")
    page.equal(lines["total here"][1], row[4], "the change of an inverted row")
    page.browser.mouse("mouseMoved", 2, 2)
    page.picture()
    page.expect(colour(1, load) in more and colour(2, load) in more, "what takes longer has not its colour, inverted")
    parse, _ = place_of(page, 1, "parse")
    page.browser.mouse("mouseMoved", 2, 2)
    page.picture()
    page.equal(colour(1, parse), noise, "the colour of what did not change, inverted")
    page.open("diff-same", "groups=0")
    counts = {tuple(colour(level, share / 50)) for level in range(1, 5) for share in range(1, 50)}
    page.expect(not counts & {tuple(colour) for text, colour in legend if text != "noise"}, "noise is coloured")
    page.quiet("colours")


def shows_both_recordings(page):
    page.open("diff")
    now = page.picture()
    page.browser.key("w")
    page.equal(page.said(), "Widths: before", "what is said of the widths")
    before = page.picture()
    page.expect(now != before, "widths of before look like those of now")
    page.browser.click_on("#side-choice input[value=new] + span")
    page.equal(page.picture(), now, "back to now")
    place_of(page, 5, "validate")
    page.browser.key("w")
    place_of(page, 4, "once")
    page.browser.key("w")
    for view in "23":
        page.browser.key(view)
        page.expect(page.picture() != now, f"view {view} looks like another")
    page.equal(page.text("#sandwich-subject"), page.subject(), "the function of the sandwich")
    page.browser.click_on("#function-rows tr:nth-child(3)")
    page.equal(page.text("#sandwich-subject"), "once", "the sandwich of what is gone")
    page.equal(page.count("#remark"), 0, "remarks on what is gone, where it was")
    page.browser.key("w")
    page.expect("other" in page.text("#remark"), "what is not there is not told")
    page.browser.key("1")
    for name in ("lines", "fold", "groups", "upward"):
        page.browser.click_on(f"[data-toggle={name}]")
        page.picture()
        page.browser.click_on(f"[data-toggle={name}]")
    page.equal(page.count("#state-choice"), 0, "choices of states, which are not compared")
    page.equal(page.count("#timeline"), 0, "lanes of samples that are not told")
    page.browser.key("?")
    page.expect("widths: now, before" in page.text("#help-body"), "the help does not tell of the widths")
    page.browser.key("Escape")
    for nonsense in ("side=other&colour=x", "threads=1&state=idle", "sort=constructor"):
        page.open("diff", nonsense)
        page.equal(page.subject(), "load", f"what is shown with #{nonsense}")
    page.open("diff", "side=base&colour=total&sort=total&view=callers")
    page.equal(page.kept().get("side"), "base", "the side of a link")
    page.open("diff")
    page.browser.key("/")
    page.browser.send("Input.insertText", text="VALI")
    page.browser.settle(250)
    page.equal(page.names(), ["validate"], "functions that are found")
    page.quiet("both recordings")


def copes_with_hostile_names(page):
    page.open("diff-hostile")
    with open(os.path.join(page.folder, "hostile.json"), encoding="utf-8") as file:
        wanted = json.load(file)["names"]
    shown = page.names()
    for name in wanted:
        page.expect(name in shown, f"not shown as text: {name!r}")
    made = page.browser.run("document.querySelectorAll('b:not(.change-bar b), img, iframe, svg, main script').length")
    page.equal(made, 0, "elements made of names")
    for row in range(1, 8):
        page.browser.click_on(f"#function-rows tr:nth-child({row})")
        for key in "siflrew":
            page.browser.key(key)
        page.browser.key("Escape")
    for level in range(1, 8):
        page.click_row(level, 0.05)
        page.browser.key("0")
    page.expect("<i>3.14</i>" in page.text("#circumstances"), "the version is not shown as text")
    page.quiet("hostile names")


def shows_the_verdicts_of_timings(page):
    page.open("diff")
    page.equal(page.count("#timings"), 0, "timings that were not given")
    page.expect("Timed" not in page.text("#sentence"), "the sentence tells of timings that were not given")
    with open(os.path.join(page.folder, "tables.json"), encoding="utf-8") as file:
        title, _, *lines = json.load(file)["diff-timed"]
    end = lines.index("")
    rows = [re.split(r" {2,}", line) for line in lines[:end]]
    page.open("diff-timed")
    page.equal(page.text("#timings h2"), f"Timed: {title}", "what was compared")

    def shown(selector):
        return page.browser.run(
            "[...document.querySelectorAll('#timings tbody %s')].map((e) => e.textContent.replaceAll('\\u00a0', ' '))"
            % selector
        )

    page.equal(len(rows), 3, "functions timed")
    page.equal(shown(".name"), [row[0] for row in rows], "what was timed")
    page.equal(shown(".time"), [f"{row[1]} → {row[2]}" for row in rows], "times before and after")
    page.equal(shown(".change"), [row[3] for row in rows], "changes")
    page.equal(shown(".shares"), [row[4] for row in rows], "intervals")
    page.equal(shown(".word"), [row[5] for row in rows], "verdicts")
    page.equal(shown("td:last-child")[0], "slower", "the first verdict")
    kinds = page.browser.run("[...document.querySelectorAll('#timings td:last-child')].map((e) => e.className)")
    page.equal(kinds, ["more", "noise", "noise"], "colours of verdicts")
    notes = " ".join(page.browser.run("[...document.querySelectorAll('#timings li')].map((e) => e.textContent)"))
    page.equal(notes, " ".join(lines[end + 1 :]), "notes of the table")
    page.expect(page.count("#timings li.warning") > 0, "warnings look like other notes")
    # What was timed leads to its function, where it is one of the graph.
    page.equal(page.count("#timings td button"), 2, "functions that are in the graph")
    page.expect(f"Timed: slower, {rows[0][3]} ({rows[0][1]} → {rows[0][2]})" in page.text("#sentence"), "the sentence")
    page.browser.click_on("#timings tbody tr:nth-child(2) button")
    page.equal(page.subject(), "parse", "the function that was timed")
    page.expect(f"Timed: {rows[1][5]}, {rows[1][3]}" in page.text("#sentence"), f"said: {page.text('#sentence')}")
    page.browser.click_on("#function-rows tr:nth-child(2) button")
    page.expect("Timed" not in page.text("#sentence"), "a function that was not timed has a verdict")
    page.equal(page.browser.run("document.querySelectorAll('#timings b, #timings i').length"), 0, "elements made of names")
    page.quiet("timings")


def tells_those_who_listen(page):
    page.open("diff", "groups=0")
    page.browser.key("g")
    for _ in range(3):
        page.browser.key("ArrowDown")
    said = page.said()
    page.expect(re.search(r"total .* to .*, coloured as (more|noise|less), changed by [+−]", said), f"said: {said!r}")
    page.browser.key("j")
    page.expect(re.search(r"self [+−].*; total [+−]", page.said()), f"said of a function: {page.said()!r}")
    nodes = page.browser.send("Accessibility.getFullAXTree")["nodes"]
    roles = ("button", "radio", "searchbox", "application", "table", "columnheader")
    nameless = [
        node["role"]["value"]
        for node in nodes
        if node.get("role", {}).get("value") in roles and not node.get("name", {}).get("value", "").strip()
    ]
    page.equal(nameless, [], "controls without a name")
    page.quiet("listening")


def fits_everywhere(page):
    fit(page, ("diff", "diff-same", "diff-hostile", "diff-timed"))


CHECKS = [
    shows_the_figures_of_the_table,
    says_what_changed,
    colours_what_changed,
    shows_both_recordings,
    copes_with_hostile_names,
    shows_the_verdicts_of_timings,
    tells_those_who_listen,
    fits_everywhere,
]
