/** A table of what things cost, sorted by a click on a column's head; arrows go from row to row. */
class CostTable {
  /**
   * @param name of the elements: its heads stand in `NAME-columns`, its rows in `NAME-rows`, its button in `more-NAME`
   * @param columns each with `id`, `title`, and whether it `rises` at first; the first is what rows are named by
   */
  constructor(page, name, columns, pageLength) {
    Object.assign(this, { page, name, columns, pageLength, limit: pageLength });
    byId(`${name}-columns`).replaceChildren(...columns.map((column) => this.heading(column)));
    this.more.addEventListener('click', () => {
      this.limit += 2 * pageLength;
      this.update();
    });
    this.body.addEventListener('keydown', (event) => this.press(event));
  }

  get body() {
    return byId(`${this.name}-rows`);
  }

  get more() {
    return byId(`more-${this.name}`);
  }

  heading(column) {
    const button = element('button', { type: 'button' }, column.title);
    button.addEventListener('click', () => {
      const { state } = this.page;
      const isSame = state.get('sort') === column.id;
      state.set({ sort: column.id, rising: isSame ? !state.get('rising') : column.rises });
    });
    return element('th', { scope: 'col' }, button);
  }

  /** Up and down go from name to name. */
  press(event) {
    const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
    const row = step && event.target.closest('tr')?.[step];
    if (!row) return;
    event.preventDefault();
    row.querySelector('button, a').focus();
  }

  /** What the rows are sorted by; the first column where a link says something else. */
  get sorting() {
    const id = this.page.state.get('sort');
    return this.columns.some((column) => column.id === id) ? id : this.columns[0].id;
  }

  /**
   * Shows as many rows as there is room for; the keyboard stays where it is.
   * @param ids of the rows, in their order
   * @param make a row of an id, which becomes its `data-id`
   */
  show(ids, make) {
    const { body, more, limit, pageLength } = this;
    [...byId(`${this.name}-columns`).children].forEach((cell, index) => {
      if (this.columns[index].id !== this.sorting) cell.removeAttribute('aria-sort');
      else cell.setAttribute('aria-sort', this.page.state.get('rising') ? 'ascending' : 'descending');
    });
    const active = document.activeElement?.closest?.('tr');
    const focused = active && body.contains(active) ? active.dataset.id : undefined;
    body.replaceChildren(...ids.slice(0, limit).map((id) => {
      const row = make(id);
      row.dataset.id = String(id);
      return row;
    }));
    const left = ids.length - limit;
    more.hidden = left <= 0;
    more.textContent = `Show ${countText(Math.min(2 * pageLength, left))} of ${countText(left)} more`;
    if (focused !== undefined) body.querySelector(`tr[data-id="${focused}"] :is(button, a)`)?.focus();
  }

  /** Marks a row as the one at hand. */
  markRow(id) {
    for (const row of this.body.children) row.setAttribute('aria-current', String(Number(row.dataset.id) === id));
  }

  /** Takes the keyboard to the row at hand, else to the first. */
  focusRow() {
    const row = this.body.querySelector('tr[aria-current="true"]') ?? this.body.querySelector('tr');
    row?.querySelector('button, a').focus();
    return row !== null;
  }

  /** A share with its margin, a bar of its length, and the time. */
  cell(share, time) {
    const length = element('i');
    length.style.width = `${share * 100}%`;
    return element('td', {}, element('span', { className: 'share' }, `${percentText(share)} %`), ' ',
      element('span', { className: 'margin' }, this.page.weights.margin(share)),
      element('span', { className: 'bar' }, length), element('span', { className: 'time' }, durationText(time)));
  }
}

/** Compares texts in the same way everywhere. */
function compareTexts(left, right) {
  return left < right ? -1 : left > right ? 1 : 0;
}
