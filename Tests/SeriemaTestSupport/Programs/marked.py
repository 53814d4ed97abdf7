"""Leaves a file behind when it ran."""

import pathlib
import sys

pathlib.Path(sys.argv[1]).touch()
