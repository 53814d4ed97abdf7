"""Adds up a month of orders by customer: the program of the README's session.

It writes its own input, so it runs anywhere: python3 orders.py [ORDERS]
"""

import random
import sys
from datetime import datetime


def make_lines(count):
    """The export of a shop: date, customer, amount."""
    rng = random.Random(7)
    return [
        f"2026-11-{rng.randint(1, 30):02} {rng.randint(0, 23):02}:{rng.randint(0, 59):02};"
        f"customer-{rng.randint(1, 400)};{rng.randint(100, 99999) / 100:.2f}"
        for _ in range(count)
    ]


def parse_date(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M")


def parse_order(line):
    date, customer, amount = line.split(";")
    return parse_date(date), customer, float(amount)


def total_by_customer(orders):
    totals = {}
    for date, customer, amount in orders:
        if date.weekday() < 5:
            totals[customer] = totals.get(customer, 0.0) + amount
    return totals


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    orders = [parse_order(line) for line in make_lines(count)]
    totals = total_by_customer(orders)
    best = max(totals, key=totals.get)
    print(f"{len(orders)} orders, best customer: {best} with {totals[best]:.2f}")


if __name__ == "__main__":
    main()
