/** Keys that work wherever the focus is, but in a field. */
class Keys {
  /** @param actions what each key does, by `KeyboardEvent.key` */
  constructor(page, actions) {
    this.actions = { '?': () => page.help.toggle(), d: () => page.theme.toggle(), ...actions };
    document.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const isField = event.target.matches?.('input[type="search"], select');
      if (isField || page.help.isOpen) return;
      if (this.press(event.key)) event.preventDefault();
    });
  }

  press(key) {
    if (!Object.hasOwn(this.actions, key)) return false;
    this.actions[key]();
    return true;
  }
}
