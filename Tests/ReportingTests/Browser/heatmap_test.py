"""Uses the heatmap page as a person would, in a headless Chromium, and says what is wrong with it.

Usage: heatmap_test.py FOLDER [CHECK...], with the pages that `HeatmapPageTests.swift` makes; exit status 1 when there is
a finding; `checks_heat_folder` is for the folders of `HeatmapFolderTests.swift`,
`checks_heat_program` for that of `HeatmapFolderFileTests.swift`. `SERIEMA_SCREENSHOTS=FOLDER` keeps pictures of it in light and dark at three widths.
"""

import checks_heat_access
import checks_heat_figures
import checks_heat_folder
import checks_heat_instructions
import checks_heat_limits
import checks_heat_program
from heat_page import HeatPage
from runner import run

run(
    [checks_heat_figures, checks_heat_instructions, checks_heat_access, checks_heat_limits],
    HeatPage,
    shares_browser=True,
    others=[checks_heat_folder, checks_heat_program],
)
