/** What the keys do and how to read the page. */
class Help {
  /**
   * @param sections each a title, and keys with what they do
   * @param notes on how to read the page
   */
  constructor(sections, notes) {
    const dialog = byId('help');
    byId('help-button').addEventListener('click', () => this.toggle());
    byId('help-close').addEventListener('click', () => dialog.close());
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) dialog.close();
    });
    const keySections = sections.map(([title, keys]) => element('section', {}, element('h3', {}, title),
      element('dl', {}, ...keys.flatMap(([key, what]) => [element('dt', {}, element('kbd', {}, key)),
        element('dd', {}, what)]))));
    const reading = element(
      'section', {}, element('h3', {}, 'Reading it'), ...notes.map((note) => element('p', {}, note)));
    byId('help-body').replaceChildren(...keySections, reading);
  }

  get isOpen() {
    return byId('help').open;
  }

  toggle() {
    if (this.isOpen) byId('help').close();
    else byId('help').showModal();
  }
}
