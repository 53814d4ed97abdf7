"""The heatmap page without a mouse, without eyes, on every screen: keys, links, names of controls, widths, paper."""

import os

from measures import BLENDED_CONTRASTS, OVERLAPS

PLACE = "[document.body.dataset.open, document.documentElement.dataset.theme]"


def is_used_by_keyboard(page):
    page.open("shop")
    page.browser.key("j")
    page.equal([page.title(), page.line()], ["threading.py", "655"], "j leads to the first line with a cost")
    page.expect("self 50.0 percent" in page.said(), f"not said where j led: {page.said()!r}")
    page.expect(page.browser.run("document.activeElement.closest('tr')?.dataset.number") == "655", "the focus after j")
    page.browser.key("n")
    page.browser.key("n")
    page.equal([page.title(), page.line()], ["importing/suppliers/reader.py", "44"], "the third by cost")
    page.browser.key("N")
    page.equal([page.title(), page.line()], ["json/decoder.py", "353"], "the second by cost")
    page.browser.key("]")
    page.equal([page.title(), page.line()], ["importing/suppliers/reader.py", ""], "the next file")
    page.browser.key("k")
    page.equal(page.line(), "50", "k leads to the last line with a cost")
    page.browser.key("k")
    page.equal(page.line(), "44", "k again")
    page.browser.key("[")
    page.equal(page.title(), "json/decoder.py", "the file before")
    page.browser.key("Escape")
    page.equal(page.kept(), {}, "Escape leads from a file to the index")
    page.browser.key("b")
    page.expect(page.browser.run("document.activeElement.closest('#file-rows') !== null"), "b leads not to the index")
    page.browser.key("ArrowDown")
    page.browser.key("ArrowDown")
    page.equal(page.browser.run("document.activeElement.textContent"), "importing/suppliers/reader.py", "arrow down")
    page.browser.key("Enter")
    page.equal(page.title(), "importing/suppliers/reader.py", "Enter opens the file")
    page.browser.key("g")
    page.equal(page.browser.run("document.activeElement.textContent"), "41", "g leads to the first line")
    page.browser.key("ArrowDown")
    page.equal(page.browser.run("document.activeElement.textContent"), "44", "the next line by arrow")
    page.browser.key("Enter")
    page.equal(page.line(), "44", "Enter on a line")
    page.browser.key("Escape")
    page.equal([page.line(), page.kept()], ["", {"file": "2"}], "Escape leads from a line to the file")
    rows = page.count("#source-rows tr[data-number]")
    page.browser.key("l")
    page.expect(page.count("#source-rows tr[data-number]") > rows, "l shows no more lines")
    page.equal(page.count(".gap"), 0, "gaps between all lines")
    for key, name, wanted in (
        ("h", "heat", "total"),
        ("v", "list", "lines"),
        ("w", "state", "running"),
        ("o", "sort", "total"),
        ("x", "pattern", "1"),
        ("1", "origins", "1.2.3"),
        ("t", "threads", "0"),
    ):
        page.browser.key(key)
        page.equal(page.kept().get(name), wanted, f"{name} after {key}")
    page.browser.key("a")
    page.equal(
        page.kept(),
        {"file": "2", "whole": "1", "heat": "total", "list": "lines", "sort": "total", "pattern": "1"},
        "what stays after a",
    )
    page.browser.key("u")
    page.equal(page.kept().get("file"), None, "u leads back to the costliest")
    theme = page.browser.run("document.documentElement.dataset.theme")
    page.browser.key("d")
    page.expect(page.browser.run("document.documentElement.dataset.theme") != theme, "d does not switch the theme")
    page.browser.key("?")
    page.expect(page.count("#help kbd") > 15, "the help names too few keys")
    page.browser.key("Escape")
    page.expect(not page.browser.run("document.getElementById('help').open"), "Escape does not close the help")
    page.browser.run("document.getElementById('skip').focus()")
    page.browser.key("Enter")
    page.expect(
        page.browser.run("document.activeElement.closest('#source') !== null"), "the skip button leads elsewhere"
    )
    page.quiet("keys")


def reaches_everything_by_tab(page):
    """Each control can be reached with Tab, and has a name to be announced with."""
    page.open("shop", "file=2&line=44")
    nodes = page.browser.send("Accessibility.getFullAXTree")["nodes"]
    controls = [
        node
        for node in nodes
        if node.get("role", {}).get("value")
        in ("button", "radio", "searchbox", "table", "region", "columnheader", "rowheader", "link", "combobox", "group")
    ]
    page.expect(len(controls) > 40, f"only {len(controls)} controls have a role")
    nameless = [node["role"]["value"] for node in controls if not node.get("name", {}).get("value", "").strip()]
    page.equal([role for role in nameless if role != "group"], [], "controls without a name")
    reached = set()
    page.browser.run("document.activeElement.blur()")
    for _ in range(80):
        page.browser.key("Tab")
        reached.add(
            page.browser.run(
                "document.activeElement.dataset.toggle || document.activeElement.name || document.activeElement.id"
                " || document.activeElement.closest('[id]')?.id"
            )
        )
    missing = {
        "skip",
        "theme",
        "help-button",
        "copy",
        "deselect",
        "origins",
        "state",
        "threads",
        "query",
        "pattern",
        "list",
        "file-columns",
        "file-rows",
        "heat",
        "whole",
        "source-rows",
    } - reached
    page.equal(missing, set(), "not reached with Tab")


def keeps_its_state_in_the_address(page):
    page.open("shop")
    for control in (
        "input[value=lines] + span",
        "input[value=running] + span",
        "#line-columns th:nth-child(3) button",
        "#line-rows tr:nth-child(4) a",
        "#whole",
        "input[name=heat][value=total] + span",
        "#origins button:nth-child(3)",
    ):
        page.browser.click_on(control)
    page.search("o")
    page.browser.run("document.activeElement.blur()")
    page.browser.key("d")
    fragment = page.fragment()
    for name in ("file", "line", "list", "state", "sort", "whole", "heat", "origins", "query", "theme"):
        page.expect(f"{name}=" in fragment, f"the address does not keep {name}: {fragment}")
    shown = "document.getElementById('main').innerText"
    seen = [page.browser.run(shown), page.browser.run(PLACE)]
    page.open("shop", fragment)
    page.equal([page.browser.run(shown), page.browser.run(PLACE)], seen, "what a link shows")
    page.equal(page.fragment(), fragment, "the address of a link that was opened")
    for nonsense in (
        "file=99&line=3",
        "file=2&line=99999",
        "threads=7.x&list=nothing&state=0&heat=x",
        "%%%=&q",
        "theme=<b>",
        "sort=constructor&query=%F0%9F",
        "__proto__=1",
        "origins=9.x",
        "line=5",
    ):
        page.open("shop", nonsense)
        page.expect(page.text("#sentence") != "", f"nothing is shown with #{nonsense}")
    page.open("shop", "file=2&line=44")
    page.expect(page.is_seen("tr[aria-current]"), "the line of a link is not in sight")
    page.browser.choose("file=3&line=353")
    page.browser.settle(100)
    page.equal([page.title(), page.line()], ["json/decoder.py", "353"], "the line of a new address")
    page.quiet("addresses")


def opens_gaps(page):
    page.open("shop", "file=3")
    first = page.browser.run("document.querySelector('#source-rows tr[data-number]').dataset.number")
    page.equal(first, "350", "the first line with its context")
    page.equal(page.text(".gap button"), "⋯ Show 349 lines", "the lines before")
    page.browser.click_on(".gap button")
    page.equal(
        page.browser.run("document.querySelector('#source-rows tr').dataset.number"), "1", "the first line of all"
    )
    page.open("shop", "file=5")
    page.equal(page.text(".gap button"), "⋯ Show 500 of 636 lines", "many lines")
    page.browser.click_on(".gap button")
    page.equal(page.text(".gap button"), "⋯ Show 136 lines", "those that are left")
    page.quiet("gaps")


def says_why_there_is_no_text(page):
    page.open("missing")
    wanted = {
        "importing/suppliers/reader.py": "the file was changed after the program had started or its recording had begun",
        "json/decoder.py": "the file cannot be read: Permission denied <b>",
        "jinja2/__init__.py": "the program ran on another host, there </script>",
        "app.py": "the path is relative, and it is not known to what folder",
        "threading.py": "the file is not what ran: line 637 of it is something else",
        "<frozen importlib._bootstrap>": "this code was not compiled from a file",
    }
    for index in range(6):
        page.browser.choose(f"file={index}")
        page.browser.settle(20)
        name = page.title()
        page.equal(page.text("#source-problem"), f"Its text is not shown: {wanted[name]}.", f"why {name} has no text")
        page.equal(page.browser.run("document.querySelectorAll('#source-rows code').length"), 0, f"text of {name}")
        page.expect(page.count("#source-rows .stand-in") > 0, f"the lines of {name} have no function")
    page.browser.choose("file=2&line=50")
    page.browser.settle(20)
    page.expect("app.py:30" in page.text(".details"), "no caller without text")
    page.quiet("missing text")


def shows_text(page):
    """Every kind of what there is to see, for the golden of the test."""
    with open(os.path.join(page.folder, "shown.txt"), "w", encoding="utf-8") as file:
        for name, fragment in (
            ("shop", ""),
            ("shop", "file=2&line=50"),
            ("shop", "file=2&line=41&threads=0&state=running"),
            ("shop", "list=lines&sort=total&origins=0"),
            ("missing", "file=2"),
            ("random1", "file=3"),
            ("hostile", "file=1"),
            ("empty", ""),
            ("instructions", "file=0&line=7"),
        ):
            page.open(name, fragment)
            text = page.browser.run(
                "['answer', 'origins', 'index', 'source'].map((id) => document.getElementById(id).innerText).join('\\n')"
            )
            file.write(
                f"=== {name} #{fragment}\n"
                + "\n".join(line.rstrip() for line in text.split("\n") if line.strip())
                + "\n"
            )


def fits(page):
    """At three widths, light and dark: nothing sticks out, nothing overlaps, all can be read."""
    for width, height in ((360, 780), (1200, 900), (3000, 1500)):
        page.browser.resize(width, height)
        for theme in ("light", "dark"):
            page.browser.media(prefers_color_scheme=theme)
            for name, fragment in (
                ("shop", ""),
                ("shop", "file=2&line=50"),
                ("hostile", "file=0&line=2"),
                ("missing", "file=5"),
                ("instructions", "file=0&line=7&heat=total"),
            ):
                page.open(name, fragment)
                where = f"{name}#{fragment} at {width}"
                page.equal(page.browser.run("document.documentElement.dataset.theme"), theme, "the theme of the system")
                beyond = page.browser.run("document.documentElement.scrollWidth - innerWidth")
                page.expect(beyond <= 0, f"{where}: {beyond} pixels too wide")
                # What sticks to the upper edge lies over what was scrolled below it.
                page.browser.run("scrollTo(0, 0)")
                page.equal(page.browser.run(OVERLAPS), [], f"{where}: overlapping")
                weak = page.browser.run(BLENDED_CONTRASTS)
                page.equal(weak, [], f"{where} in {theme}: contrast below 4.5")
                folder = os.environ.get("SERIEMA_SCREENSHOTS")
                if folder:
                    kind = "line" if "line" in fragment else "file" if fragment else "index"
                    page.browser.screenshot(
                        os.path.join(folder, f"heat-{name}-{kind}-{width}-{theme}.png"), full=width == 360
                    )
    page.browser.resize(360, 780)
    page.open("shop")
    page.equal([page.count("#index"), page.count("#source")], [1, 0], "a narrow screen shows the index first")
    page.browser.click_on("#file-rows a")
    page.equal([page.count("#index"), page.count("#source")], [0, 1], "and then the file")
    page.browser.click_on("#to-index")
    page.equal([page.count("#index"), page.count("#source")], [1, 0], "and the index again")
    page.browser.resize(1200, 900)
    page.browser.media(prefers_color_scheme="dark")
    page.open("shop", "file=2&line=50")
    page.equal(
        page.browser.run(
            "(() => { dispatchEvent(new Event('beforeprint')); const t = document.documentElement.dataset.theme;"
            " dispatchEvent(new Event('afterprint')); return t; })()"
        ),
        "light",
        "the theme on paper",
    )
    data = page.browser.send("Page.printToPDF", printBackground=True)["data"]
    page.expect(len(data) > 20000, "nothing is printed")
    page.quiet("printing")


CHECKS = [
    is_used_by_keyboard,
    reaches_everything_by_tab,
    keeps_its_state_in_the_address,
    opens_gaps,
    says_why_there_is_no_text,
    shows_text,
    fits,
]
