"""Uses the page of timings as a person would, in a headless Chromium, and says what is wrong with it.

Usage: timing_test.py FOLDER [CHECK...], with the pages that `TimingPageTests.swift` makes; exit status 1 when there is a
finding. `SERIEMA_SCREENSHOTS=FOLDER` keeps pictures of it in light and dark at three widths.
"""

import os
import sys
import traceback

import checks_timings
from browser import Browser
from page import Page


def main():
    folder, wanted = os.path.abspath(sys.argv[1]), sys.argv[2:]
    checks = [check for check in checks_timings.CHECKS if not wanted or check.__name__ in wanted]
    failed = not checks
    for check in checks:
        with Browser() as browser:
            page = Page(browser, folder)
            try:
                check(page)
            except Exception:
                page.findings += [traceback.format_exc(), *map(str, browser.errors[:3])]
        for finding in page.findings:
            print(f"{check.__name__}: {finding}")
        failed = failed or bool(page.findings)
    sys.exit(1 if failed else 0)


main()
