"""Uses the flame graph page as a person would, in a headless Chromium, and says what is wrong with it.

Usage: page_test.py FOLDER [CHECK...], with the pages that `FlameGraphPageTests.swift` makes; a check may be a module of
them, such as checks_difference for the pages of `DifferencePageTests.swift`. Exit status 1 when there is a finding.
`SERIEMA_SCREENSHOTS=FOLDER` keeps pictures of it in light and dark at three widths.
"""

import checks_access
import checks_address
import checks_code
import checks_difference
import checks_graph
import checks_limits
import checks_span
import checks_states
import checks_table
from page import Page
from runner import run

run(
    [checks_table, checks_graph, checks_span, checks_code, checks_states, checks_access, checks_address, checks_limits],
    Page,
    others=[checks_difference],
)
