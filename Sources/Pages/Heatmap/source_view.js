/** The source of the file that is open, with what each line costs. */
class SourceView {
  constructor(page) {
    this.page = page;
    this.file = -1;
    /** What the user has opened of the gaps: pairs of a first and a last line. */
    this.opened = [];
    byId('source').addEventListener('click', (event) => this.click(event));
    byId('source-rows').addEventListener('keydown', (event) => this.press(event));
  }

  click(event) {
    if (this.page.navigation.follow(event)) return;
    const gap = event.target.closest('button[data-from]');
    if (gap) this.openGap(Number(gap.dataset.from), Number(gap.dataset.to));
  }

  /** Arrows go from line to line that has a cost. */
  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.closest('.details')) return;
    const links = [...byId('source-rows').querySelectorAll('th a, .gap button')];
    const next = links[links.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  openGap(from, to) {
    const end = Math.min(to, from + SourceRows.step - 1);
    this.opened.push([from, end]);
    this.update();
    this.row(from)?.scrollIntoView({ block: 'nearest' });
    const rest = byId('source-rows').querySelector(`.gap button[data-from="${end + 1}"]`);
    (rest ?? byId('source')).focus({ preventScroll: true });
  }

  update() {
    const { page } = this;
    const file = page.openFile;
    if (file !== this.file) this.opened = [];
    this.file = file;
    byId('source').hidden = file < 0;
    if (file < 0) return;
    const focused = document.activeElement?.closest?.('#source-rows tr')?.dataset.number;
    this.showHead();
    byId('source-rows').replaceChildren(...new SourceRows(page, file, this.opened).all());
    this.showDetails();
    if (focused !== undefined) this.row(Number(focused))?.querySelector('a')?.focus();
  }

  /** Shows what the state says of the chosen line, where its row is there already. */
  choose() {
    const { page } = this;
    const number = page.state.get('line');
    if (page.openFile !== this.file || (number > 0 && !this.row(number))) return false;
    this.showDetails();
    return true;
  }

  row(number) {
    return byId('source-rows').querySelector(`tr[data-number="${number}"]`);
  }

  showDetails() {
    const rows = byId('source-rows');
    rows.querySelector('tr.details')?.remove();
    rows.querySelector('tr[aria-current]')?.removeAttribute('aria-current');
    const number = this.page.state.get('line');
    const row = number > 0 ? this.row(number) : null;
    if (!row) return;
    row.setAttribute('aria-current', 'true');
    row.after(this.page.details.row(this.file, number));
  }

  showHead() {
    const { page, file } = this;
    const { costs, places, sources } = page;
    const entry = places.files[file];
    const lines = sources.lines(file);
    const changedAt = sources.files[file]?.changedAt ?? 0;
    const facts = [entry.isReal ? originNames[entry.origin] : 'not Python source',
      changedAt > 0 ? `changed ${new Date(changedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC` : '',
      lines ? countOf(lines.length, 'line') : ''].filter((fact) => fact !== '');
    byId('source-title').replaceChildren(nameElement(entry.path));
    byId('source-facts').replaceChildren(page.controls.swatch(entry.origin), facts.join(' · '),
      ...(entry.fullPath ? [' · ', nameElement(entry.fullPath)] : []));
    byId('source-costs').textContent = unbroken(
      `self ${this.costText(costs.fileOwn[file])}; total ${this.costText(costs.fileTotal[file])}`);
    const problem = entry.isReal ? sources.problem(file) : '';
    const said = problem !== '' ? `Its text is not shown: ${problem}.` : lines ? sources.remark : '';
    byId('source-problem').hidden = said === '';
    byId('source-problem').textContent = said;
    byId('whole').hidden = !lines;
    this.showCostliest();
  }

  /** Links to the lines of the file with most time of their own. */
  showCostliest() {
    const { page, file } = this;
    const { costs, places, navigation } = page;
    const lines = costs.ranking.filter((line) => places.lineFile[line] === file && costs.own[line] > 0).slice(0, 5);
    byId('hottest').hidden = lines.length < 2;
    byId('hottest').replaceChildren('Costliest lines: ', ...lines.flatMap((line, index) => [index > 0 ? ' · ' : '',
      navigation.link(file, places.lineNumber[line], String(places.lineNumber[line])),
      `\u00a0(${unbroken(`${percentText(page.share(costs.own[line]))} %`)})`]));
  }

  costText(time) {
    const share = this.page.share(time);
    return `${percentText(share)} % ${this.page.weights.margin(share)}, ${durationText(time)}`;
  }

  /** Brings a line into sight, or the top of the file. */
  reveal(number) {
    const row = number > 0 ? this.row(number) : null;
    if (row) {
      row.scrollIntoView({ block: 'center' });
      row.querySelector('a')?.focus({ preventScroll: true });
    } else {
      const source = byId('source');
      if (source.getBoundingClientRect().top < 0 || document.documentElement.clientWidth < 1080) {
        source.scrollIntoView({ block: 'start' });
      }
      source.focus({ preventScroll: true });
    }
  }

  /** Takes the keyboard to the line at hand, else to the first. */
  focus() {
    const rows = byId('source-rows');
    const link = rows.querySelector('tr[aria-current] a') ?? rows.querySelector('th a');
    (link ?? byId('source')).focus();
  }
}
