"""Compares pictures of the pages with those that were kept, in light and dark at three widths.

Usage: screenshot_test.py FOLDER GOLDENS, with the pages that `PageScreenshotTests.swift` makes. Exit status 1 when one is
not as it was. `SERIEMA_RECORD_GOLDENS=1` keeps the pictures of now instead, and fails all the same;
`SERIEMA_SCREENSHOTS=FOLDER` keeps whole ones to be looked at.
"""

import base64
import os
import sys
import time

from browser import Browser
from pictures import Pictures

PAGES = ("flame", "heatmap", "difference", "timings")
THEMES = ("light", "dark")
# Widths in pixels, and how many of these make one of a picture that is kept.
STEPS = {360: 4, 1280: 7, 3000: 12}
# Longer pages are cut.
HEIGHT = 3000

# What may differ: pixels, and the mean colour of a place. Other outlines of letters stay below, see `CHANGES`.
SHARE_LIMIT = 0.01
SHIFT_LIMIT = 14

# Styles that break something of a page, and whether that has to be noticed. A swap of colours is one where the two mean
# different things.
CHANGES = [
    ("flame", "columns that lie below each other", ".panes { display: block !important; }", True),
    ("flame", "no graph", ".flame canvas { visibility: hidden; }", True),
    ("flame", "no time line", ".lane canvas { visibility: hidden; }", True),
    ("flame", "other colours of rows", ".flame canvas { filter: hue-rotate(180deg); }", True),
    ("heatmap", "no index", "#index { display: none; }", True),
    ("heatmap", "other colours of lines", ":root { --hot: 30 110 222 !important; }", True),
    ("difference", "more and less swapped", ".flame canvas, .costs td { filter: hue-rotate(180deg); }", True),
    ("difference", "no verdicts of timings", "#timings { display: none; }", True),
    ("timings", "before and after swapped", ".chart { filter: hue-rotate(180deg); }", True),
    ("timings", "no histogram", ".chart path { visibility: hidden; }", True),
    *((name, "heavier letters", "body { -webkit-text-stroke: 0.25px; }", False) for name in PAGES),
    ("flame", "lighter letters", "body { -webkit-text-stroke: 0.2px var(--ground); }", False),
    ("difference", "lighter letters", "body { -webkit-text-stroke: 0.2px var(--ground); }", False),
    ("heatmap", "letters elsewhere", "body { position: relative; left: 0.4px; top: 0.6px; }", False),
    ("timings", "letters elsewhere", "body { position: relative; left: 0.4px; top: 0.6px; }", False),
]


class Screenshots:
    def __init__(self, browser, folder, goldens):
        self.browser = browser
        self.folder = folder
        self.goldens = goldens
        self.findings = []
        self.kept = os.environ.get("SERIEMA_SCREENSHOTS")
        self.records = os.environ.get("SERIEMA_RECORD_GOLDENS") == "1"
        browser.send("Emulation.setTimezoneOverride", timezoneId="UTC")
        browser.send("Emulation.setLocaleOverride", locale="en-GB")

    def take(self, name, width, theme, style=""):
        """A small picture of a page."""
        browser = self.browser
        browser.resize(width, 1000)
        browser.media(prefers_color_scheme=theme)
        browser.open(os.path.join(self.folder, f"{name}.html"))
        if style:
            browser.run(f"document.styleSheets[0].insertRule({style!r}, document.styleSheets[0].cssRules.length)")
        browser.settle(200)
        size = browser.send("Page.getLayoutMetrics")["cssContentSize"]
        if size["width"] > width:
            self.findings.append(f"{name} at {width}: {size['width'] - width:.0f} pixels too wide")
        clip = {"x": 0, "y": 0, "width": width, "height": min(HEIGHT, size["height"]), "scale": 1}
        picture = browser.send("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)["data"]
        if self.kept and not style:
            with open(os.path.join(self.kept, f"{name}-{width}-{theme}.png"), "wb") as file:
                file.write(base64.b64decode(picture))
        self.findings += [f"{name} at {width}: {error}" for error in browser.errors]
        browser.errors.clear()
        return Pictures(browser).shrink(picture, STEPS[width])

    def path(self, name, width, theme):
        return os.path.join(self.goldens, f"{name}-{width}-{theme}.png")

    def golden(self, name, width, theme):
        with open(self.path(name, width, theme), "rb") as file:
            return base64.b64encode(file.read()).decode()

    def compare(self, name, width, theme, picture):
        """How far a picture is from the one that was kept, and whether that is too far."""
        found = Pictures(self.browser).distance(picture, self.golden(name, width, theme))
        (_, height), (_, old_height) = found["sizes"]
        is_other = (
            found["share"] > SHARE_LIMIT or found["shift"] > SHIFT_LIMIT or abs(height - old_height) > 0.02 * old_height
        )
        place = [at * STEPS[width] for at in found["place"]]
        text = (
            f"{found['share']:.2%} of the pixels differ, the colour of a place by up to {found['shift']:.1f}"
            f" (at {place[0]}, {place[1]}), the height is {height / old_height:.1%}"
        )
        return is_other, text

    def check_all(self):
        for name in PAGES:
            for width in STEPS:
                for theme in THEMES:
                    picture = self.take(name, width, theme)
                    if self.records:
                        with open(self.path(name, width, theme), "wb") as file:
                            file.write(base64.b64decode(picture))
                        continue
                    is_other, text = self.compare(name, width, theme, picture)
                    if is_other:
                        self.findings.append(f"{name} at {width}, {theme}: {text}")

    def check_limits(self):
        """What is broken is noticed, and what is only drawn otherwise is not."""
        for name, what, style, is_broken in CHANGES:
            picture = self.take(name, 1280, "light", style)
            is_other, text = self.compare(name, 1280, "light", picture)
            print(f"{name}, {what}: {text}")
            if is_other != is_broken:
                self.findings.append(f"{name} with {what} looks {'as before' if is_broken else 'broken'}: {text}")


def main():
    start = time.monotonic()
    with Browser() as browser:
        screenshots = Screenshots(browser, *(os.path.abspath(path) for path in sys.argv[1:3]))
        screenshots.check_all()
        if screenshots.records:
            screenshots.findings.append("recorded the pictures; look at them")
        else:
            screenshots.check_limits()
    print(f"pictures took {time.monotonic() - start:.0f} s")
    for finding in screenshots.findings:
        print(finding)
    sys.exit(1 if screenshots.findings else 0)


main()
