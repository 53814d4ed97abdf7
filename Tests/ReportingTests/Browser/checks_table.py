"""Figures: those of the table, searched, filtered, sorted."""

import json
import os

from page import CONTROL


def shows_the_figures(page):
    """What the table shows is what the profile says, and the sentence answers for the costliest function."""
    page.open("shop")
    with open(os.path.join(page.folder, "shop.json"), encoding="utf-8") as file:
        wanted = json.load(file)
    rows = page.browser.run(
        "[...document.querySelectorAll('#function-rows tr')].map((r) => [r.querySelector('.name').textContent,"
        " ...[...r.querySelectorAll('.share, .time')].map((e) => e.textContent)])"
    )
    page.equal(rows, wanted["rows"], "rows of the table")
    page.equal(page.subject(), wanted["rows"][0][0], "the function of the sentence")
    sentence = page.text("#sentence")
    for part in wanted["sentence"]:
        page.expect(part in sentence, f"the sentence does not say {part!r}: {sentence}")
    page.expect("app.py" in page.text("h1"), "the head does not name the program")
    for part in ("Python 3.13.1", "5.91 s", "2 threads"):
        page.expect(
            part in page.text("#circumstances"), f"the head does not say {part!r}: {page.text('#circumstances')}"
        )
    page.expect("taken" in page.text("#ledger-summary") and "failed" in page.text("#ledger-summary"), "no ledger")
    page.expect(page.text("#command").startswith("seriema time -t "), "no command to time the function")
    row = next(index for index, row in enumerate(rows) if row[0] == "JSONDecoder.raw_decode")
    page.browser.click_on(f"#function-rows tr:nth-child({row + 1})")
    for part in wanted["called"]:
        page.expect(part in page.text("#sentence"), f"the sentence does not say {part!r}: {page.text('#sentence')}")
    page.expect("Flame graph" not in page.browser.run("document.title"), "the title does not name the program")


def searches(page):
    page.open("shop")
    plain = page.picture()
    page.browser.key("/")
    page.browser.send("Input.insertText", text="RAW_dec")
    page.browser.settle(250)
    page.expect("%" in page.text("#found"), f"no matched share: {page.text('#found')!r}")
    page.equal(page.names(), ["JSONDecoder.raw_decode"], "functions that are found")
    page.expect(page.picture() != plain, "the graph does not show what is found")
    share = page.text("#found")
    with open(os.path.join(page.folder, "shop.json"), encoding="utf-8") as file:
        rows = json.load(file)["rows"]
    wanted = next(row[3] for row in rows if row[0] == "JSONDecoder.raw_decode")
    page.expect(share.startswith(wanted), f"matched share {share!r}, wanted {wanted}")
    page.browser.key("Enter")
    page.equal(page.subject(), "JSONDecoder.raw_decode", "the function that Enter goes to")
    page.browser.key("Escape")
    page.equal(page.text("#query"), "", "the search after Escape")
    page.expect(len(page.names()) > 3, "the table stays filtered")
    page.browser.click_on("[data-toggle=pattern]")
    page.browser.key("/")
    page.browser.send("Input.insertText", text="^(Event|Template)\\.")
    page.browser.settle(250)
    page.equal(sorted(page.names()), ["Event.wait", "Template.render"], "functions that the expression finds")
    page.browser.send("Input.insertText", text="(")
    page.browser.settle(250)
    page.equal(page.attribute("#found", "class"), "wrong", "a wrong expression is not marked")
    page.quiet("searching")


def filters(page):
    page.open("shop")
    total = page.text("#function-rows tr:first-child")
    page.browser.click_on("#lanes .thread:nth-child(3) button")
    one = page.names()
    page.browser.click_on("#lanes .thread:nth-child(2) button")
    other = page.names()
    page.expect(one and other and not set(one) & set(other), f"threads: {one} and {other}")
    page.equal(page.attribute("#lanes .thread:nth-child(2) button", "aria-pressed"), "true", "the lane that is chosen")
    page.browser.click_on("#lanes .thread:nth-child(3) button", modifiers=CONTROL)
    page.equal(page.text("#function-rows tr:first-child"), total, "both threads are all")
    page.browser.click_on("input[value=idle] + span")
    page.equal(page.names()[0], "Event.wait", "what is idle")
    page.browser.click_on("input[value=running] + span")
    page.expect(page.names()[0] != "Event.wait", "what waits is shown as running")
    page.expect(
        "runs longest by itself" in page.text("#sentence"), f"the sentence of a filter: {page.text('#sentence')}"
    )
    page.equal(page.subject(), page.names()[0], "the sentence under a filter")
    page.open("tree")
    before = len(page.names())
    page.browser.click_on("#lanes .process button")
    page.expect(page.kept().get("threads"), "a process is no filter")
    page.expect(0 < len(page.names()) <= before, "functions of a process")
    page.quiet("filtering")


def sorts(page):
    page.open("shop")
    by_own = page.names()
    page.browser.click_on("#function-columns th:nth-child(3) button")
    page.expect(page.names() != by_own, "a click on Total does not sort")
    page.equal(page.attribute("#function-columns th:nth-child(3)", "aria-sort"), "descending", "aria-sort")
    page.browser.click_on("#function-columns th:nth-child(1) button")
    page.equal(page.names(), sorted(by_own), "functions by name")
    page.browser.click_on("#function-columns th:nth-child(1) button")
    page.equal(page.names(), sorted(by_own, reverse=True), "functions by name, backwards")
    page.browser.click_on("#function-rows tr:nth-child(2)")
    page.equal(page.subject(), page.names()[1], "a click on a row selects")
    page.equal(page.attribute("#function-rows tr:nth-child(2)", "aria-current"), "true", "the row is marked")
    page.browser.click_on("#deselect")
    page.equal(page.subject(), by_own[0], "back to the costliest")


CHECKS = [shows_the_figures, searches, filters, sorts]
