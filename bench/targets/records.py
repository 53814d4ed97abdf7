"""Decodes records for as many seconds as the first argument says, with the standard library's decoder in pure Python."""

import sys
import time

import decoder

RECORDS = [
    '{"id": %d, "customer": "customer-%d", "lines": [{"article": %d, "pieces": %d, "price": %d.%02d}], "paid": %s}'
    % (n, n * 7 % 100, n * 31 % 1000, n % 9, n % 50, n % 100, "true" if n % 3 else "null")
    for n in range(200)]

read = decoder.JSONDecoder().decode
if __name__ == "__main__":
    end = time.perf_counter() + float(sys.argv[1])
    while time.perf_counter() < end:
        for record in RECORDS:
            read(record)
