/** The box beside the pointer. */
class Tooltip {
  constructor() {
    this.box = byId('tooltip');
  }

  /** @param content `title`, `place`, and `lines` of a name, a value and perhaps a note */
  show(content, event) {
    const lines = content.lines.flatMap(([name, value, note]) => [
      element('dt', {}, name), element('dd', {}, value), element('dd', { className: 'note' }, note ?? ''),
    ]);
    this.box.replaceChildren(
      element('strong', {}, nameElement(content.title)),
      element('div', { className: 'place' }, nameElement(content.place)), element('dl', {}, ...lines));
    this.box.hidden = false;
    const { width, height } = this.box.getBoundingClientRect();
    const [besides, below] = [event.clientX + 16, event.clientY + 18];
    const left = besides + width > innerWidth - 8 ? event.clientX - width - 12 : besides;
    const top = below + height > innerHeight - 8 ? event.clientY - height - 12 : below;
    const x = Math.max(8, Math.min(left, innerWidth - width - 8));
    this.box.style.transform = `translate(${x}px, ${Math.max(8, top)}px)`;
  }

  hide() {
    this.box.hidden = true;
  }
}
