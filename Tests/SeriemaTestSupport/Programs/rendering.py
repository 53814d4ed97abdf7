"""Renders a page of a thousand rows with Jinja2, many times, and prints the last one's length."""

import sys

import jinja2

environment = jinja2.Environment(autoescape=True)
page = environment.from_string(
    """<table>
{%- for row in rows %}
<tr class="{{ loop.cycle('odd', 'even') }}"><td>{{ row.name|title }}</td><td>{{ "%.2f"|format(row.price) }}</td></tr>
{%- endfor %}
</table>"""
)
rows = [{"name": f"a <thing> {number}", "price": number * 1.1} for number in range(1000)]
for _ in range(int(sys.argv[1])):
    text = page.render(rows=rows)
print(len(text))
