/** The sentence that says of a line what it costs, in which function it is, and who leads there. */
class Answer {
  constructor(page) {
    this.page = page;
    byId('answer').addEventListener('click', (event) => page.navigation.follow(event));
    byId('deselect').addEventListener('click', () => page.state.visit({ file: -1, line: 0 }));
    byId('copy').addEventListener('click', () => this.copy());
  }

  update() {
    const { page } = this;
    const { subject, state } = page;
    byId('answer-actions').hidden = subject < 0;
    byId('subject-source').hidden = subject < 0;
    if (subject < 0) {
      const isAll = state.get('state') === 'all' && page.threads === null && state.get('origins') === '';
      const nothing = page.folder.isFile ? 'No line of this file has time of its own here.' : 'No samples were taken.';
      byId('sentence').textContent = isAll ? nothing : 'No time is left under this filter.';
      return;
    }
    const { places, sources } = page;
    const text = sources.excerpt(places.lineFile[subject], places.lineNumber[subject]);
    byId('subject-source').hidden = text === '';
    byId('subject-source').textContent = ellipsis(text, 200);
    byId('sentence').replaceChildren(...this.sentence(subject));
    byId('deselect').hidden = state.get('line') === 0;
    const command = this.command();
    byId('copy').hidden = command === '';
    byId('command').textContent = command;
  }

  sentence(line) {
    const { page } = this;
    const { costs, places, navigation } = page;
    const rank = costs.ranking.indexOf(line) + 1;
    const [own, total] = [costs.own[line], costs.total[line]];
    const place = navigation.link(places.lineFile[line], places.lineNumber[line], nameElement(places.text(line)));
    const names = places.lineFunctions[line].map((id) => page.profile.functions[id].name);
    const parts = [page.threads ? 'In the chosen threads ' : '', place];
    if (places.files[places.lineFile[line]].isReal) {
      parts.push(' in ', nameElement(ellipsis(names.join(', '), 200), { className: 'name' }));
    }
    const [most, some, none] = this.verbs;
    if (rank === 0) return [...parts, ' has no time under this filter.'];
    parts.push(own === 0 ? none : rank === 1 ? most : some, ...(own > 0 ? this.share(own) : []));
    if (rank > 1 && own > 0) parts.push(`, number ${countText(rank)} of ${countOf(costs.ranking.length, 'line')}`);
    if (total > own) parts.push('; with what it calls ', ...this.share(total));
    parts.push('. ', ...this.caller(costs.details(line), total));
    return parts;
  }

  /** What a line does with the time that counts: most of all, some of it, none. */
  get verbs() {
    const verb = { running: 'runs', idle: 'waits' }[this.page.state.get('state')];
    const most = this.page.folder.isFile ? ' of this file' : '';
    return verb ? [` ${verb} longest by itself${most}: `, ` ${verb} by itself for `, ` never ${verb} by itself`]
      : [` costs most by itself${most}: `, ' costs by itself ', ' costs nothing by itself'];
  }

  caller({ callers, callees }, total) {
    const { places, navigation, profile } = this.page;
    const parts = [];
    const [line, time] = callers[0] ?? [-1, 0];
    if (line >= 0) {
      const others = callers.length > 1 ? `; ${countOf(callers.length - 1, 'other line')}` : '';
      parts.push('Its function is called from ',
        navigation.link(places.lineFile[line], places.lineNumber[line], nameElement(places.text(line))),
        ` (${percentText(time / total)}\u00a0% of the line’s time${others}). `);
    }
    if (callees.length > 0) {
      const [id, spent, target] = callees[0];
      parts.push('It spends most in ', navigation.link(places.lineFile[target], places.lineNumber[target],
        nameElement(ellipsis(profile.functions[id].name, 200))), ` (${percentText(spent / total)}\u00a0%).`);
    }
    return parts;
  }

  /** `33.7 % ±4.3 (427 ms)` */
  share(time) {
    const { page } = this;
    const share = page.share(time);
    return [element('strong', {}, unbroken(`${percentText(share)} %`)), `\u00a0${page.weights.margin(share)} `,
      unbroken(`(${durationText(time)})`)];
  }

  /** The command that times the line's function exactly; empty where it cannot be timed. */
  command() {
    const { profile, places, subject } = this.page;
    const ids = subject < 0 ? [] : places.lineFunctions[subject];
    const id = ids.find((one) => profile.functions[one].target !== '');
    return id === undefined ? '' : `seriema time -t ${profile.functions[id].target} ${profile.meta.launch}`;
  }

  async copy() {
    const command = this.command();
    if (command === '') return;
    announce(await copyText(command) ? `Copied: ${command}` : 'The browser did not allow to copy.');
    byId('command').textContent = 'copied ✓';
    setTimeout(() => { byId('command').textContent = this.command(); }, 1200);
  }
}
