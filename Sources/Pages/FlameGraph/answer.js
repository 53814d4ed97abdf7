/** The sentence that says of a function what it costs, who calls it, on which line, in which thread, and since when. */
class Answer {
  constructor(page) {
    this.page = page;
    byId('show-sandwich').addEventListener('click', () => {
      page.sandwich();
    });
    byId('deselect').addEventListener('click', () => page.state.set({ selected: -1 }));
    byId('copy').addEventListener('click', () => this.copy());
  }

  update() {
    const { page } = this;
    const { subject, difference } = page;
    byId('answer-actions').hidden = subject < 0;
    if (subject < 0) {
      byId('sentence').textContent = page.isFiltered ? 'No time is left under this filter.' : 'No samples were taken.';
      byId('lists').replaceChildren();
      return;
    }
    const details = page.subjectCosts.details(subject);
    byId('sentence').replaceChildren(...this.sentence(details));
    byId('deselect').hidden = page.state.get('selected') < 0;
    byId('deselect').textContent = difference ? 'Back to the largest change' : 'Back to the costliest';
    const command = this.command();
    byId('copy').hidden = command === '';
    byId('command').textContent = command;
    this.showLists(details);
  }

  sentence(details) {
    const { page } = this;
    const { profile, subjectCosts: costs, subject, timeline } = page;
    const item = profile.functions[subject];
    const [own, total] = [costs.own[subject], costs.total[subject]];
    const parts = page.difference ? new DifferenceAnswer(page).beginning(this) : this.beginning(own, total);
    if (details.callers.length > 0) parts.push(...this.caller(details, total));
    else parts.push('Nothing in Python calls it. ');
    if (details.lines.length > 0 && own > 0 && item.kind === 'function') {
      const [frame, time] = details.lines[0];
      const line = profile.place(subject, profile.frameLine[frame]);
      if (line !== '') {
        parts.push('Its costliest line is ', element('strong', {}, nameElement(line, { className: '' })),
          ` (${percentText(time / own)}\u00a0% of its own time). `);
      }
    }
    if (details.threads.length > 0) parts.push(...this.thread(details, total));
    if (timeline.last[subject] > 0) {
      const [first, last] = [timeline.first[subject], timeline.last[subject]];
      parts.push(', seen from ', element('strong', {}, unbroken(momentText(first))),
        unbroken(` to ${momentText(last)} of ${momentText(Math.max(page.profile.meta.elapsed, last))}`));
    }
    const idle = this.idleShare();
    if (idle >= 0.01) parts.push(`; ${percentText(idle)}\u00a0% of its own time it waited`);
    parts.push('.');
    return parts;
  }

  /** What begins the sentence: the function, and what it costs. */
  beginning(own, total) {
    const { page } = this;
    const { profile, costs, subject } = page;
    const rank = costs.ranking.indexOf(subject) + 1;
    const place = profile.place(subject);
    const parts = [this.filter, this.name(profile.functions[subject].name, false)];
    if (place) parts.push(' ', element('span', { className: 'place' }, nameElement(place, { className: 'place' })));
    const [most, some, none] = this.verbs;
    parts.push(own === 0 ? none : rank === 1 ? most : some, ...(own > 0 ? this.share(own) : []));
    if (rank > 1 && own > 0) parts.push(`, number ${countText(rank)} of ${countText(costs.ranking.length)}`);
    if (total > own) parts.push('; with what it calls ', ...this.share(total));
    return [...parts, '. '];
  }

  /** What begins the sentence where not all that was recorded counts. */
  get filter() {
    const { span, threads, timeline } = this.page;
    const when = span ? `from ${unbroken(spanText(timeline, span))}` : '';
    const { codeChoice, stateChoice } = this.page;
    const parts = [when, stateChoice.sentence, threads ? 'in the chosen threads' : '', codeChoice.sentence]
      .filter((part) => part !== '');
    return parts.length > 0 ? `${capitalised(parts.join(' '))}${stateChoice.sentence + codeChoice.sentence === '' ? '' : ','} ` : '';
  }

  /** What a function does with the time that counts: most of all, some of it, none. */
  get verbs() {
    const verb = { running: 'runs', idle: 'waits' }[this.page.state.get('state')];
    return verb ? [` ${verb} longest by itself: `, ` ${verb} by itself for `, ` never ${verb} by itself`]
      : [' costs most by itself: ', ' costs by itself ', ' costs nothing by itself'];
  }

  caller({ callers }, total) {
    const { profile } = this.page;
    const times = new Map();
    for (const [frame, time] of callers) {
      const id = profile.frameFunction[frame];
      times.set(id, (times.get(id) ?? 0) + time);
    }
    const [id, time] = [...times].reduce((most, one) => (one[1] > most[1] ? one : most));
    const [frame] = callers.find(([candidate]) => profile.frameFunction[candidate] === id);
    const button = this.name(profile.functions[id].name, true);
    button.addEventListener('click', () => this.page.navigation.select(id));
    const place = profile.place(id, profile.frameLine[frame]);
    const others = times.size > 1 ? `; ${countOf(times.size - 1, 'other caller')}` : '';
    return ['Called by ', button, place ? ' on ' : '', element('strong', {}, nameElement(place, { className: '' })),
      ` (${percentText(time / total)}\u00a0% of its time${others}). `];
  }

  thread({ threads }, total) {
    const { profile } = this.page;
    const [thread, time] = threads[0];
    const { name, process } = profile.threads[thread];
    const others = countOf(threads.length - 1, 'other');
    const more = threads.length > 1 ? ` (${percentText(time / total)}\u00a0%, and ${others})` : '';
    const owner = profile.processes.length > 1 ? ` of process ${process}` : '';
    return ['In thread ', element('strong', {}, nameElement(name, { className: '' })), owner + more];
  }

  name(text, isButton) {
    const name = nameElement(ellipsis(text, 200));
    return isButton ? element('button', { type: 'button' }, name) : name;
  }

  /** `33.7 % ±4.3, 427 ms` */
  share(time) {
    const { page } = this;
    const share = time / page.weights.total;
    return [element('strong', {}, unbroken(`${percentText(share)} %`)), `\u00a0${page.weights.margin(share)} `,
      unbroken(`(${durationText(time)})`)];
  }

  /** How much of the function's own time it was idle, where that is not what the filter says already. */
  idleShare() {
    const { profile, subject, state, weights, difference, times } = this.page;
    if (difference || state.get('state') !== 'all') return 0;
    let [time, idle] = [0, 0];
    for (let node = 0; node < profile.nodeCount; node++) {
      if (profile.functionOf(node) !== subject || weights.own[node] === 0) continue;
      time += times.time[node];
      idle += times.idle[node];
    }
    return time > 0 ? idle / time : 0;
  }

  /** The command that times the function exactly; empty where it cannot be timed. */
  command() {
    const { profile, subject, difference } = this.page;
    // What is gone cannot be timed.
    const target = subject < 0 || difference?.sideOf(subject, 'new') === 'base' ? '' : profile.functions[subject].target;
    return target === '' ? '' : `seriema time -t ${target} ${profile.meta.launch}`;
  }

  async copy() {
    const command = this.command();
    if (command === '') return;
    announce(await copyText(command) ? `Copied: ${command}` : 'The browser did not allow to copy.');
    byId('copy').setAttribute('aria-label', 'Copied');
    byId('command').textContent = 'copied ✓';
    setTimeout(() => {
      byId('copy').removeAttribute('aria-label');
      byId('command').textContent = this.command();
    }, 1200);
  }

  /** Below the graph: the function's lines, callers, callees and threads. */
  showLists(details) {
    const { page } = this;
    const { profile, subjectCosts: costs, subject, difference } = page;
    // Of two recordings, which one the shares are of.
    const time = difference ? (page.subjectSide === 'base' ? ' (before)' : ' (now)') : '';
    const own = costs.own[subject];
    const total = costs.total[subject];
    const item = profile.functions[subject];
    const line = ([frame, time]) => [profile.place(subject, profile.frameLine[frame]), time / own, null];
    const caller = ([frame, time]) => {
      const id = profile.frameFunction[frame];
      return [`${profile.functions[id].name} (${profile.place(id, profile.frameLine[frame])})`, time / total, id];
    };
    const callee = ([id, time]) => [profile.functions[id].name, time / total, id];
    const thread = ([number, time]) => [profile.functions[profile.functionCount + profile.firstThread + number].name,
      time / total, null];
    const isFunction = item.kind === 'function';
    byId('lists').replaceChildren(
      ...(isFunction ? [this.list(`Lines of its own time${time}`, details.lines.map(line))] : []),
      this.list(`Called by${time}`, details.callers.map(caller)), this.list(`Calls${time}`, details.callees.map(callee)),
      this.list(`Threads${time}`, details.threads.map(thread)));
  }

  list(title, rows) {
    const items = rows.slice(0, 8).map(([text, share, id]) => {
      const label = id === null ? nameElement(text) : element('button', { type: 'button' }, nameElement(text));
      if (id !== null) label.addEventListener('click', () => this.page.navigation.select(id));
      return element('li', {}, label, element('span', { className: 'share' }, `${percentText(share)} %`));
    });
    if (rows.length > 8) items.push(element('li', {}, element('span', {}, `${countText(rows.length - 8)} more`)));
    if (rows.length === 0) items.push(element('li', {}, element('span', { className: 'share' }, 'none')));
    return element('section', {}, element('h3', {}, title), element('ol', {}, ...items));
  }
}
