"""Runs checks of a page, and says what is wrong with the page."""

import contextlib
import os
import sys
import traceback

from browser import Browser


def run(modules, make_page, shares_browser=False, others=()):
    """Exit status 1 when there is a finding; the arguments are FOLDER and names of checks or of modules, none for all
    of `modules`; what is in `others` has to be named.

    Each check has a browser of its own, or all have the same, whose window and media are as they were at first.
    """
    folder, wanted = os.path.abspath(sys.argv[1]), sys.argv[2:]
    checks = [
        check
        for module in [*modules, *others]
        for check in module.CHECKS
        if {check.__name__, module.__name__} & set(wanted) or (not wanted and module in modules)
    ]
    failed = not checks
    with Browser() if shares_browser else contextlib.nullcontext() as shared:
        for check in checks:
            with contextlib.nullcontext(shared) if shared else Browser() as browser:
                findings = perform(check, make_page(browser, folder))
            for finding in findings:
                print(f"{check.__name__}: {finding}")
            failed = failed or bool(findings)
    sys.exit(1 if failed else 0)


def perform(check, page):
    page.browser.resize(1280, 900)
    page.browser.media(prefers_color_scheme="light")
    try:
        check(page)
    except Exception:
        page.findings += [traceback.format_exc(), *map(str, page.browser.errors[:3])]
    page.browser.errors.clear()
    return page.findings
