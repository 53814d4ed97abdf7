"""The page in a browser, and what was found to be wrong with it."""

import json
import os
from urllib.parse import parse_qs

# Modifier keys, as the DevTools protocol counts them.
CONTROL = 2
SHIFT = 8


class Page:
    def __init__(self, browser, folder):
        self.browser = browser
        self.folder = folder
        self.findings = []

    def expect(self, is_right, what):
        if not is_right:
            self.findings.append(what)

    def equal(self, found, wanted, what):
        self.expect(found == wanted, f"{what}: {found!r} instead of {wanted!r}")

    def open(self, name, fragment=""):
        self.browser.open(os.path.join(self.folder, f"{name}.html"), fragment)
        self.quiet(f"opening {name}")

    def quiet(self, when):
        """There is no error on the console, no dialog, and nothing asked for from the network."""
        self.expect(not self.browser.errors, f"{when}: {self.browser.errors[:3]}")
        self.browser.errors.clear()

    def text(self, selector):
        return self.browser.run(
            f"(document.querySelector({json.dumps(selector)})?.textContent ?? '').replaceAll('\\u00a0', ' ')"
        )

    def attribute(self, selector, name):
        return self.browser.run(f"document.querySelector({json.dumps(selector)})?.getAttribute({json.dumps(name)})")

    def count(self, selector):
        return self.browser.run(
            f"[...document.querySelectorAll({json.dumps(selector)})].filter(e => e.getClientRects().length).length"
        )

    def crumbs(self):
        return self.browser.run("[...document.querySelectorAll('#crumbs button')].map((b) => b.textContent)")

    def names(self):
        return self.browser.run("[...document.querySelectorAll('#function-rows .name')].map((b) => b.textContent)")

    def subject(self):
        return self.text("#sentence .name")

    def said(self):
        return self.text("#announcement")

    def picture(self, selector="#flame canvas"):
        """The pixels of a canvas, to be compared."""
        self.browser.settle(260)
        return self.browser.run(f"document.querySelector({json.dumps(selector)}).toDataURL()")

    def fragment(self):
        """What the address keeps, once it is written."""
        self.browser.settle(450)
        return self.browser.run("location.hash.slice(1)")

    def kept(self):
        return {name: values[0] for name, values in parse_qs(self.fragment(), keep_blank_values=True).items()}

    def click_row(self, level, share):
        """Clicks on the graph, `share` of the way from its left edge, on the row of a level."""
        box = self.browser.run(
            "(() => { const c = document.querySelector('#flame canvas');"
            " c.scrollIntoView({block: 'center'}); const b = c.getBoundingClientRect();"
            " return [b.x, b.y, b.width, b.height]; })()"
        )
        self.browser.click(box[0] + box[2] * share, box[1] + 20 * level + 10)
        self.browser.settle(260)
