"""Reads dates for as many seconds as the first argument says: a program of the standard library's `_strptime`."""

import sys
import time
from datetime import datetime

DATES = ["%d-%02d-%02d" % (year, month, day) for year in (1999, 2026) for month in range(1, 13) for day in (1, 17, 28)]

if __name__ == "__main__":
    end = time.perf_counter() + float(sys.argv[1])
    while time.perf_counter() < end:
        for date in DATES:
            datetime.strptime(date, "%Y-%m-%d")
