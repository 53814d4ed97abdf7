"""Without a mouse, without eyes, on every screen: keys, names of controls, widths, contrasts, paper."""

import os

from measures import CONTRASTS, OVERLAPS, PALETTES
from page import CONTROL


def is_used_by_keyboard(page):
    page.open("shop", "groups=0")
    page.browser.key("g")
    page.equal(page.attribute(":focus", "aria-roledescription"), "flame graph", "the focus after g")
    page.browser.key("ArrowDown")
    first = page.said()
    page.expect("percent" in first and "level 1" in first, f"not said where the arrow led: {first!r}")
    page.browser.key("ArrowRight")
    page.expect(page.said() != first, "the right arrow leads nowhere")
    page.browser.key("ArrowLeft")
    page.equal(page.said(), first, "back by the left arrow")
    page.browser.key("ArrowDown")
    page.browser.key("Enter")
    page.browser.settle(260)
    page.equal(len(page.crumbs()), 3, "crumbs after Enter on the second level")
    before = page.picture()
    page.browser.key("+")
    page.expect(page.picture() != before, "+ does not zoom")
    page.browser.key("Backspace")
    page.browser.key("0")
    for key, name in (("f", "upward"), ("l", "lines"), ("r", "fold"), ("x", "pattern")):
        before = page.attribute(f"[data-toggle={name}]", "aria-pressed")
        page.browser.key(key)
        page.expect(page.attribute(f"[data-toggle={name}]", "aria-pressed") != before, f"{key} does not switch {name}")
        page.browser.key(key)
        page.equal(page.attribute(f"[data-toggle={name}]", "aria-pressed"), before, f"{name} after {key} twice")
    checked = "[...document.querySelectorAll('#view-choice :checked, #state-choice :checked')].map((i) => i.value)"
    for key, wanted in (
        ("2", ["callers", "all"]),
        ("3", ["sandwich", "all"]),
        ("1", ["callees", "all"]),
        ("i", ["callers", "all"]),
        ("i", ["callees", "all"]),
        ("s", ["sandwich", "all"]),
        ("Escape", ["callees", "all"]),
        ("w", ["callees", "running"]),
        ("w", ["callees", "idle"]),
        ("w", ["callees", "all"]),
    ):
        page.browser.key(key)
        page.equal(page.browser.run(checked), wanted, f"what is shown after {key}")
    before = page.subject()
    page.browser.key("j")
    page.expect(page.subject() != before, "j selects no other function")
    page.browser.key("k")
    page.equal(page.subject(), before, "k after j")
    page.browser.key("b")
    page.equal(page.attribute("#function-rows tr:has(:focus)", "aria-current"), "true", "the row that b goes to")
    row = page.browser.run("document.activeElement.closest('tr').rowIndex")
    page.browser.key("ArrowDown")
    page.equal(page.browser.run("document.activeElement.closest('tr')?.rowIndex"), row + 1, "row after arrow down")
    page.browser.key("Enter")
    page.expect(page.subject() != before, "Enter in the table selects nothing")
    page.browser.key("u")
    page.equal(page.subject(), page.names()[0], "u leads back to the costliest")
    theme = page.browser.run("document.documentElement.dataset.theme")
    page.browser.key("d")
    page.expect(page.browser.run("document.documentElement.dataset.theme") != theme, "d does not switch the theme")
    page.browser.key("?")
    page.expect(page.browser.run("document.getElementById('help').open"), "? opens no help")
    page.expect(page.count("#help kbd") > 20, "the help names too few keys")
    page.browser.key("Escape")
    page.expect(not page.browser.run("document.getElementById('help').open"), "Escape does not close the help")
    page.browser.key("o")
    page.equal(page.browser.run("document.querySelector('th[aria-sort]').textContent"), "Total", "sorted by, after o")
    page.browser.key("t")
    page.equal(page.attribute("[data-toggle=groups]", "aria-pressed"), "true", "by thread, after t")
    page.quiet("keys")


def reaches_everything_by_tab(page):
    """Each control can be reached with Tab, and has a name to be announced with."""
    page.open("shop")
    nodes = page.browser.send("Accessibility.getFullAXTree")["nodes"]
    controls = [
        node
        for node in nodes
        if node.get("role", {}).get("value")
        in ("button", "radio", "searchbox", "application", "table", "region", "columnheader")
    ]
    page.expect(len(controls) > 20, f"only {len(controls)} controls have a role")
    nameless = [node["role"]["value"] for node in controls if not node.get("name", {}).get("value", "").strip()]
    page.equal(nameless, [], "controls without a name")
    reached = set()
    for _ in range(70):
        page.browser.key("Tab")
        reached.add(
            page.browser.run(
                "document.activeElement.id || document.activeElement.dataset.toggle"
                " || document.activeElement.name || document.activeElement.closest('[id]')?.id"
            )
        )
    missing = {
        "skip",
        "theme",
        "help-button",
        "show-sandwich",
        "copy",
        "lanes",
        "view",
        "state",
        "code",
        "upward",
        "lines",
        "fold",
        "query",
        "pattern",
        "crumbs",
        "flame",
        "function-columns",
        "function-rows",
    } - reached
    page.equal(missing, set(), "not reached with Tab")


def answers_its_other_controls(page):
    page.open("shop")
    page.browser.click_on("#theme")
    page.equal(page.browser.run("document.documentElement.dataset.theme"), "dark", "the theme after a click")
    page.browser.click_on("#help-button")
    page.expect(page.browser.run("document.getElementById('help').open"), "the button opens no help")
    page.browser.click_on("#help-close")
    page.expect(not page.browser.run("document.getElementById('help').open"), "the button does not close the help")
    page.browser.click_on("#ledger summary")
    page.expect(page.count("#ledger-account li") >= 3, "the ledger does not open")
    page.browser.click_on("#function-rows tr:nth-child(2)")
    page.browser.click_on("#sentence button")
    page.equal(page.subject(), "Importer.parse_rows_of_all_suppliers", "the caller that the sentence leads to")
    page.browser.click_on("#lists button")
    page.expect(page.subject() != "Importer.parse_rows_of_all_suppliers", "a list leads nowhere")
    page.browser.run("document.getElementById('skip').focus()")
    page.browser.key("Enter")
    page.expect(
        page.browser.run("document.activeElement.closest('#functions') !== null"),
        "the skip button leads not to the table",
    )
    page.open("shop")
    page.browser.click_on("#copy")
    page.browser.settle(100)
    command = "seriema time -t threading.py:Event.wait app.py --day 'two words'"
    page.equal(page.said(), f"Copied: {command}", "what is said of copying")
    page.browser.key("/")
    page.browser.send("Input.dispatchKeyEvent", type="keyDown", key="v", modifiers=CONTROL, commands=["paste"])
    page.browser.settle(50)
    page.equal(page.browser.run("document.getElementById('query').value"), command, "what was copied")
    page.open("tree")
    lanes = page.count(".lane canvas")
    page.browser.click_on("#more-lanes")
    page.expect(page.count(".lane canvas") > lanes, "no more lanes")
    page.expect(page.count("#more-lanes") == 0, "the button for more lanes stays")
    box = page.browser.run(
        "(() => { const b = document.querySelector('.lane.process canvas').getBoundingClientRect();"
        " return [b.x + 20, b.y + b.height / 2]; })()"
    )
    page.browser.mouse("mouseMoved", *box)
    page.browser.settle()
    page.expect("running" in page.text("#tooltip"), "a lane does not say how it ran")
    page.open("million")
    page.browser.click_on("#more-function")
    page.equal(len(page.names()), 300, "functions after asking for more")
    page.quiet("other controls")


def rows_are_legible(page):
    path = os.path.join(os.path.dirname(__file__), "../../../Sources/Pages/PageParts/colours.js")
    with open(path, encoding="utf-8") as file:
        weak = page.browser.run(f"(() => {{ {file.read()} {PALETTES} }})()")
    page.equal(weak, [], "labels with a contrast below 4.5")


def fits(page):
    fit(page, ("shop", "hostile", "tree"))
    page.browser.resize(1280, 900)
    page.browser.media(prefers_color_scheme="dark")
    page.open("shop")
    prints_light = page.browser.run("""(() => {
      const canvas = document.querySelector('#flame canvas');
      const dark = canvas.toDataURL();
      dispatchEvent(new Event('beforeprint'));
      const paper = canvas.toDataURL();
      dispatchEvent(new Event('afterprint'));
      return paper !== dark;
    })()""")
    page.expect(prints_light, "the graph is printed as it is in the dark")
    data = page.browser.send("Page.printToPDF", printBackground=True)["data"]
    page.expect(len(data) > 20000, "nothing is printed")
    page.browser.media(prefers_color_scheme="light")
    page.quiet("printing")


def fit(page, names):
    """At three widths, light and dark: nothing sticks out, nothing overlaps."""
    for width, height in ((360, 780), (1280, 900), (3000, 1500)):
        page.browser.resize(width, height)
        for theme in ("light", "dark"):
            page.browser.media(prefers_color_scheme=theme)
            for name in names:
                page.open(name)
                page.equal(page.browser.run("document.documentElement.dataset.theme"), theme, "the theme of the system")
                beyond = page.browser.run("document.documentElement.scrollWidth - innerWidth")
                page.expect(beyond <= 0, f"{name} at {width}: {beyond} pixels too wide")
                overlaps = page.browser.run(OVERLAPS)
                page.equal(overlaps, [], f"{name} at {width}: overlapping")
                weak = page.browser.run(CONTRASTS)
                page.equal(weak, [], f"{name} in {theme}: contrast below 4.5")
                folder = os.environ.get("SERIEMA_SCREENSHOTS")
                if folder:
                    page.browser.settle(200)
                    page.browser.screenshot(os.path.join(folder, f"{name}-{width}-{theme}.png"), full=width == 360)


CHECKS = [is_used_by_keyboard, reaches_everything_by_tab, answers_its_other_controls, rows_are_legible, fits]
