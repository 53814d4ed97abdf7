/**
 * What the user has chosen, kept in the address so that a link shows it again.
 *
 * Each page says in its `initialState` what there is to choose, and how it is when nothing was chosen.
 */
class PageState {
  constructor() {
    this.listeners = [];
    /** The fragment that the values are those of, or were. */
    this.told = location.hash;
    this.values = { ...initialState, ...PageState.parse(location.hash) };
    addEventListener('hashchange', () => {
      this.told = location.hash;
      this.replace(PageState.parse(location.hash));
    });
  }

  get(name) {
    return this.values[name];
  }

  /** Takes over new values, tells the listeners which ones changed, and writes the address. */
  set(values) {
    const changed = new Set(Object.keys(values).filter((name) => this.values[name] !== values[name]));
    if (changed.size === 0) return;
    Object.assign(this.values, values);
    for (const listener of this.listeners) listener(changed);
    this.write();
  }

  /** Like `set`, and the browser's way back leads to where the user was. */
  visit(values) {
    this.writeNow();
    const before = this.fragment;
    this.set(values);
    clearTimeout(this.timer);
    if (this.fragment !== before) this.keep('pushState');
  }

  /** The address of a link that changes some values. */
  link(values) {
    return `#${PageState.fragmentOf({ ...this.values, ...values })}`;
  }

  replace(values) {
    this.set({ ...initialState, ...values });
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  get fragment() {
    return PageState.fragmentOf(this.values);
  }

  static fragmentOf(values) {
    const parts = new URLSearchParams();
    for (const [name, value] of Object.entries(values)) {
      if (value !== initialState[name]) parts.set(name, value === true ? '1' : value === false ? '0' : String(value));
    }
    return parts.toString();
  }

  /** Not at once: a browser takes only some hundred changes of the address in half a minute. */
  write() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.writeNow(), 150);
  }

  writeNow() {
    clearTimeout(this.timer);
    // Another address was asked for, and the page is about to be told.
    if (location.hash === this.told) this.keep('replaceState');
  }

  keep(method) {
    const { fragment } = this;
    try {
      history[method](null, '', fragment ? `#${fragment}` : location.pathname + location.search);
      this.told = location.hash;
    } catch {
      // A page without an address of its own, as in a frame, has no link to keep.
    }
  }

  /** Values of the right type; whatever else stands in a link is left out. */
  static parse(fragment) {
    const values = {};
    for (const [name, text] of new URLSearchParams(fragment.replace(/^#/, ''))) {
      if (!Object.hasOwn(initialState, name)) continue;
      const initial = initialState[name];
      if (typeof initial === 'boolean') values[name] = text === '1';
      else if (typeof initial === 'number') values[name] = /^\d{1,9}$/.test(text) ? Number(text) : initial;
      else values[name] = text;
    }
    return values;
  }
}
