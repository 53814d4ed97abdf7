"""The page of timings: its figures, charts, controls, keys, names, widths and paper."""

import os

from measures import CONTRASTS

OVERLAPS = """(() => {
  const blocks = 'h1, #circumstances, #ledger, .tools, #answer, #changes, .controls, .controls > *, .card, footer,'
    + ' .card h3, .card .said, .card .sides, .card .place, .columns > *, .lists > *';
  const all = [...document.querySelectorAll(blocks)].filter((e) => e.offsetParent && e.offsetHeight > 0);
  const found = [];
  const areOver = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  all.forEach((a, i) => all.slice(i + 1).forEach((b) => {
    if (a.contains(b) || b.contains(a) || a.matches('.controls, .controls *') || b.matches('.controls, .controls *')) return;
    if (areOver(a.getBoundingClientRect(), b.getBoundingClientRect())) found.push(`${a.className} and ${b.className}`);
  }));
  return found;
})()"""
# Texts of a drawing that stand on each other.
LABELS = """(() => [...document.querySelectorAll('.chart svg')].flatMap((svg) => {
  const boxes = [...svg.querySelectorAll('text')].map((e) => [e.textContent, e.getBoundingClientRect()]);
  return boxes.flatMap(([a, x], i) => boxes.slice(i + 1).filter(([, y]) => Math.min(x.right, y.right)
    - Math.max(x.left, y.left) > 1 && Math.min(x.bottom, y.bottom) - Math.max(x.top, y.top) > 3)
    .map(([b]) => `${a} and ${b}`));
}))()"""


def shows_what_changed(page):
    page.open("paired")
    page.expect("orders:after is slower by 2" in page.text("#sentence"), f"the sentence: {page.text('#sentence')!r}")
    page.equal(page.text("#comparisons .verdict"), "slower", "the verdict")
    page.expect("paired in process" in page.text("#comparisons h3"), "the level is not named")
    page.equal(page.count("#comparisons svg.interval .range"), 1, "intervals drawn")
    page.equal(page.text(".card .sides"), "before: orders:before after: orders:after", "the sides")
    page.equal(page.count(".card"), 1, "cards")
    page.equal(page.count(".card .chart svg"), 2, "charts of a card: durations, and over time")
    page.equal(page.text(".figures tbody tr:first-child"), "calls2,0002,000±0.0 %", "calls")
    page.expect("warm-up: 128 calls of each" in page.text("#ledger-account"), "the warm-up is not told")
    page.open("runs")
    page.expect("orders:parse is faster by" in page.text("#sentence"), f"the sentence: {page.text('#sentence')!r}")
    page.equal(page.count("#comparisons tbody tr"), 2, "functions compared")
    page.equal(page.text("#program"), "HEAD~1 → the working copy", "the title")
    page.equal(page.count(".card .chart svg"), 4, "charts of two cards")
    page.expect("by run" in page.text(".card .chart:last-child"), "the second chart is not by run")


def figures_are_those_of_the_document(page):
    """What the page shows is what --json says."""
    page.open("single")
    page.expect("orders:parse took" in page.text("#sentence"), "the sentence without a comparison")
    page.expect(not page.count("#changes"), "changes without a comparison")
    page.expect(not page.count("#legend"), "a legend of one side")
    page.expect("one run has no figures of that" in page.text(".card .pictures"), "nothing said of time")
    rows = page.browser.run(
        "[...document.querySelectorAll('.card')].map((c) => Object.fromEntries([...c.querySelectorAll('.figures tbody tr')]"
        ".map((r) => [r.children[0].textContent, r.children[1].textContent.replaceAll('\\u00a0', ' ')])))"
    )
    page.equal(rows[0]["calls"], "2,000", "calls")
    page.equal(rows[1]["calls"], "0", "calls of what never ran")
    page.equal(rows[1]["median"], "–", "the median of no call")
    page.expect(rows[0]["median"].endswith("µs") and 4 < float(rows[0]["median"].split()[0]) < 6, f"{rows[0]}")
    page.equal(page.count(".lists tbody tr"), 4, "three threads and a slow call")
    page.expect("worker-1 4242/4243" in page.text(".lists"), "no thread is named")
    page.expect("1.500 s" in page.text(".lists"), "when a slow call began")


def answers_its_controls(page):
    page.open("paired")
    picture = "document.querySelector('.chart path.after').getAttribute('d')"
    first = page.browser.run(picture)
    page.browser.click_on("#view-choice label:nth-of-type(2)")
    page.expect(page.browser.run(picture) != first, "cumulative draws the same")
    page.browser.settle(300)
    page.equal(page.kept(), {"view": "cumulative"}, "the address")
    page.browser.key("h")
    page.equal(page.browser.run(picture), first, "the histogram after h")
    for key, name in (("a", "all"), ("l", "logarithmic")):
        page.browser.key(key)
        page.equal(page.attribute(f"[data-toggle={name}]", "aria-pressed"), "true", f"{name} after {key}")
        page.expect(page.browser.run(picture) != first, f"{key} draws the same")
        page.browser.click_on(f"[data-toggle={name}]")
        page.equal(page.browser.run(picture), first, f"{name} after a click")
    page.open("paired", "view=cumulative&all=1")
    page.equal(page.attribute("[data-toggle=all]", "aria-pressed"), "true", "what a link asks for")
    page.browser.key("?")
    page.expect(page.browser.run("document.getElementById('help').open"), "? opens no help")
    page.browser.key("Escape")
    page.browser.key("d")
    page.equal(page.browser.run("document.documentElement.dataset.theme"), "dark", "the theme after d")
    page.open("runs")
    page.browser.key("j")
    page.expect("orders:parse, 1 of 2" in page.said(), f"j says {page.said()!r}")
    page.browser.key("j")
    page.expect("orders:load, 2 of 2" in page.said(), f"j again says {page.said()!r}")
    page.browser.key("k")
    page.expect("orders:parse, 1 of 2" in page.said(), f"k says {page.said()!r}")
    page.browser.click_on("#comparisons tbody tr:nth-child(2) button")
    page.expect("orders:load, 2 of 2" in page.said(), "a function of the table leads nowhere")
    page.browser.run("document.querySelector('.card svg').focus()")
    page.browser.key("ArrowRight")
    first = page.said()
    page.expect("before" in first and "after" in first and "% of the calls" in first, f"a chart says {first!r}")
    page.browser.key("ArrowRight")
    page.expect(page.said() != first, "the arrow leads nowhere")
    box = page.browser.run(
        "(() => { const c = document.querySelectorAll('.card svg')[1]; c.scrollIntoView({block: 'center'});"
        " const b = c.getBoundingClientRect(); return [b.x + b.width / 2, b.y + 40]; })()"
    )
    page.browser.mouse("mouseMoved", *box)
    page.browser.settle()
    page.expect("run " in page.text(".card .chart:last-child .reading"), "pointing at a chart says nothing")
    page.quiet("controls")


def shows_names_as_text(page):
    page.open("hostile")
    page.equal(page.browser.run("document.querySelectorAll('img, .card script, .card b').length"), 0, "markup of names")
    name = "<img src=x onerror=alert(1)>\\u{202e}\\x1b[31m\\\\"
    page.equal(page.text(".card h3"), f"orders:{name}", "a name")
    page.expect("</td><script>alert(2)</script>" in page.text(".lists"), "a thread's name")
    page.expect("\\u{2028}.py:12" in page.text(".card .place"), "a path")
    page.quiet("hostile names")


def says_what_it_cannot_show(page):
    page.open("empty")
    page.equal(page.text("#sentence"), "No call was timed.", "a file without timings")
    page.browser.open(os.path.join(page.folder, "cut.html"))
    page.expect("cannot be shown" in page.text("#problem"), "a page that was cut does not say so")
    page.browser.errors.clear()


def can_be_reached(page):
    page.open("runs")
    nodes = page.browser.send("Accessibility.getFullAXTree")["nodes"]
    roles = ("button", "radio", "application", "table", "region", "columnheader", "rowheader")
    controls = [node for node in nodes if node.get("role", {}).get("value") in roles]
    page.expect(len(controls) > 20, f"only {len(controls)} controls have a role")
    nameless = [
        node["role"]["value"]
        for node in controls
        if not node.get("name", {}).get("value", "").strip() and node["role"]["value"] not in ("columnheader", "table")
    ]
    page.equal(nameless, [], "controls without a name")
    reached = set()
    for _ in range(24):
        page.browser.key("Tab")
        reached.add(
            page.browser.run(
                "document.activeElement.id || document.activeElement.dataset.toggle || document.activeElement.name"
                " || document.activeElement.tagName"
            )
        )
    missing = {"skip", "theme", "help-button", "view", "all", "logarithmic", "svg", "BUTTON"} - reached
    page.equal(missing, set(), "not reached with Tab")


def fits(page):
    """At three widths, light and dark: nothing sticks out, nothing overlaps."""
    for width, height in ((360, 780), (1280, 900), (3000, 1500)):
        page.browser.resize(width, height)
        for theme in ("light", "dark"):
            page.browser.media(prefers_color_scheme=theme)
            for name in ("paired", "runs", "single", "hostile"):
                page.open(name)
                page.browser.settle(50)
                beyond = page.browser.run("document.documentElement.scrollWidth - innerWidth")
                page.expect(beyond <= 0, f"{name} at {width}: {beyond} pixels too wide")
                page.equal(page.browser.run(OVERLAPS), [], f"{name} at {width}: overlapping")
                page.equal(page.browser.run(LABELS), [], f"{name} at {width}: labels on each other")
                page.equal(page.browser.run(CONTRASTS), [], f"{name} in {theme}: contrast below 4.5")
                folder = os.environ.get("SERIEMA_SCREENSHOTS")
                if folder:
                    page.browser.screenshot(os.path.join(folder, f"timings-{name}-{width}-{theme}.png"), full=True)
    page.browser.resize(1280, 900)
    page.browser.media(prefers_color_scheme="dark")
    page.open("paired")
    page.browser.run("dispatchEvent(new Event('beforeprint'))")
    page.equal(page.browser.run("document.documentElement.dataset.theme"), "light", "paper")
    page.browser.run("dispatchEvent(new Event('afterprint'))")
    data = page.browser.send("Page.printToPDF", printBackground=True)["data"]
    page.expect(len(data) > 20000, "nothing is printed")
    page.quiet("printing")


CHECKS = [
    shows_what_changed,
    figures_are_those_of_the_document,
    answers_its_controls,
    shows_names_as_text,
    says_what_it_cannot_show,
    can_be_reached,
    fits,
]
