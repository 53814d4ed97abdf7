"""The heatmap page in a browser."""

import json
import os

from page import Page

# Of every row that has a cost: line, own and total share, time, and samples as its title tells them.
ROWS = """[...document.querySelectorAll('#source-rows tr.hot')].map((row) => {
  const cells = ['own', 'total'].flatMap((name) => {
    const cell = row.querySelector(`td.${name}`);
    const text = (part) => (cell?.querySelector(part)?.textContent ?? '').replaceAll('\\u00a0', ' ');
    return [text('.share'), text('.time'), cell?.title ?? ''];
  });
  return [row.dataset.number, ...cells];
})"""


class HeatPage(Page):
    def open(self, name, fragment=""):
        super().open(name, fragment)
        self.browser.wait("!!document.querySelector('#main:not([hidden]), #problem:not([hidden])')")

    def names(self):
        """What the index lists."""
        return self.browser.run(
            "[...document.querySelectorAll('#index tbody td:first-child > a')].map((b) => b.textContent)"
        )

    def subject(self):
        return self.text("#sentence a .name")

    def title(self):
        return self.text("#source-title")

    def line(self):
        """The line that is chosen."""
        return self.text("#source-rows tr[aria-current] th")

    def rows(self):
        return self.browser.run(ROWS)

    def figures(self, name):
        with open(os.path.join(self.folder, f"{name}.json"), encoding="utf-8") as file:
            return json.load(file)

    def search(self, text):
        self.browser.key("/")
        self.browser.send("Input.insertText", text=text)
        self.browser.settle(250)

    def is_seen(self, selector):
        """Whether an element is in sight, as the window is scrolled."""
        return self.browser.run(
            "(() => { const e = document.querySelector(%s); if (!e) return false; const b = e.getBoundingClientRect();"
            " return b.height > 0 && b.top < innerHeight && b.bottom > 0; })()" % json.dumps(selector)
        )
