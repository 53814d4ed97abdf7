/** The instructions of a line, as tables: one for each function that has code on it. */
class InstructionTable {
  /** Rows of one table. */
  static limit = 200;

  constructor(page) {
    this.page = page;
  }

  /** The tables, each in a box of its own; none where no instructions were told. */
  boxes(line) {
    const { profile, partCosts, sources } = this.page;
    const frames = partCosts?.ofLine(line) ?? [];
    if (!frames.some((frame) => sources.parts[frame]?.instruction)) return [];
    const functions = [...new Set(frames.map((frame) => profile.frameFunction[frame]))];
    return functions.map((id) => this.box(line, frames.filter((frame) => profile.frameFunction[frame] === id),
      functions.length > 1 ? ` of ${ellipsis(profile.functions[id].name, 200)}` : ''));
  }

  box(line, frames, owner) {
    const shown = frames.slice(0, InstructionTable.limit);
    const rest = frames.length - shown.length;
    const caption = `Instructions${owner}${rest > 0 ? `, the first ${countText(shown.length)}` : ''}`;
    const heads = ['Offset', 'Opcode', 'Became', 'Compiled from', 'Self', 'Total', 'Self samples'];
    const table = element('table', { className: 'instructions' }, element('caption', {}, nameElement(caption)),
      element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
      element('tbody', {}, ...shown.map((frame) => this.row(line, frame))));
    return element('div', { className: 'instruction-box', role: 'region', 'aria-label': caption, tabIndex: 0 }, table);
  }

  row(line, frame) {
    const { page } = this;
    const { partCosts: costs, sources } = page;
    const part = sources.parts[frame];
    const share = (time) => (time > 0 ? unbroken(`${percentText(page.share(time))} %`) : '');
    const title = (time) => (time > 0 ? { title: durationText(time) } : {});
    return element('tr', {}, ...(part?.instruction ? this.place(line, part) : this.noPlace()),
      element('td', title(costs.own[frame]), share(costs.own[frame])),
      element('td', title(costs.total[frame]), share(costs.total[frame])),
      element('td', {}, costs.samples ? countText(costs.samples[frame]) : ''));
  }

  /** Which instruction it is: the first cells of a row. */
  place(line, part) {
    const { partCosts, places, sources } = this.page;
    const { offset, opcode, form } = part.instruction;
    const range = partCosts.range(part, line);
    const text = range ? sources.lines(places.lineFile[line])[places.lineNumber[line] - 1].slice(...range) : '';
    return [element('th', { scope: 'row' }, String(offset)),
      element('td', {}, opcode ? this.name(opcode) : 'hidden'),
      element('td', {}, ...this.form(opcode, form)),
      element('td', { className: 'source-part' }, element('code', {}, ellipsis(text, 80)))];
  }

  /** The same of what was sampled without them, or at none that is certain. */
  noPlace() {
    return [element('th', { scope: 'row' }, '–'), element('td', {}, element('span', { className: 'place' }, 'not told')),
      element('td'), element('td')];
  }

  /** What the interpreter had made of it; where that is what was compiled, nothing. */
  form(opcode, form) {
    if (form === '') return [element('span', { className: 'place' }, 'not known')];
    return form === opcode ? [] : [this.name(form)];
  }

  /** An opcode, which is not broken. */
  name(opcode) {
    return element('code', {}, element('bdi', {}, opcode));
  }
}
