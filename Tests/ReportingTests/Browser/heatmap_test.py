"""Uses the heatmap page as a person would, in a headless Chromium, and says what is wrong with it.

Usage: heatmap_test.py FOLDER [CHECK...], with the pages that `HeatmapPageTests.swift` makes; exit status 1 when there is
a finding. `SERIEMA_SCREENSHOTS=FOLDER` keeps pictures of it in light and dark at three widths.
"""

import checks_heat_access
import checks_heat_figures
import checks_heat_instructions
import checks_heat_limits
from heat_page import HeatPage
from runner import run

run([checks_heat_figures, checks_heat_instructions, checks_heat_access, checks_heat_limits], HeatPage, shares_browser=True)
