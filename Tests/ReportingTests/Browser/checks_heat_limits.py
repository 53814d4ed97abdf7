"""Names, source texts, sizes and files that the heatmap page has to cope with."""

import json
import os


def shows_hostile_text_as_text(page):
    page.open("hostile")
    files = page.browser.run("[...document.querySelectorAll('#file-rows a')].map((a) => Number(a.dataset.file))")
    page.expect(len(files) > 10, f"only {len(files)} files")
    shown = ""
    for file in sorted(files):
        page.browser.choose(f"file={file}&whole=1")
        page.browser.settle(10)
        shown += page.text("#source-rows")
        page.browser.key("j")
        shown += page.text("#sentence") + page.text(".details")
    with open(os.path.join(page.folder, "hostile.json"), encoding="utf-8") as file:
        wanted = json.load(file)
    for name in wanted["names"]:
        page.expect(name in shown, f"not shown as text: {name!r}")
    for text in wanted["texts"]:
        page.expect(text in shown, f"source not shown as text: {text!r}")
    page.equal(
        page.browser.run("document.querySelectorAll('b, img, iframe, svg, main script').length"),
        0,
        "elements made of names or source",
    )
    page.quiet("hostile names and source")
    policy = page.attribute("meta[http-equiv='Content-Security-Policy']", "content")
    page.expect(policy.startswith("default-src 'none'") and "unsafe" not in policy, f"a weak policy: {policy}")


def takes_little(page):
    """Pages of nothing, and of data that was cut."""
    page.open("empty")
    page.expect("No samples" in page.text("#sentence"), "nothing is not said")
    for key in "123lhjknNgbvtwcaou[]":
        page.browser.key(key)
    page.quiet("an empty page")
    for name in ("cut", "cut2"):
        page.browser.open(os.path.join(page.folder, f"{name}.html"))
        page.browser.settle(50)
        page.expect("cut" in page.text("#problem"), f"a page that was cut does not say so: {name}")
        page.browser.errors.clear()


def is_small(page):
    empty = os.path.getsize(os.path.join(page.folder, "empty.html"))
    print(f"the heatmap page without data: {empty / 1000:.0f} kB")
    page.expect(empty < 150_000, f"the page is {empty} bytes")


def takes_a_million_nodes(page):
    page.open("million")
    script = page.browser.run("performance.getEntriesByName('seriema-load')[0].duration")
    print(f"1,000,000 nodes: {script:.0f} ms of script")
    page.equal(page.count("#file-rows tr"), 100, "files at first")
    page.browser.click_on("#more-file")
    page.equal(page.count("#file-rows tr"), 200, "files after asking for more")
    page.browser.click_on("#file-rows a")
    page.browser.key("j")
    page.expect(page.count(".details li") > 3, "no callers of a line")
    page.browser.key("w")
    page.quiet("a million nodes")


CHECKS = [shows_hostile_text_as_text, takes_little, is_small, takes_a_million_nodes]
