/** The page as a whole: from the state it makes what the views show, and only what a change asks for. */
class Page {
  constructor(profile, timeline) {
    this.profile = profile;
    this.timeline = timeline;
    /** What changed, of a differential page; else null. */
    this.difference = profile.meta.difference ? new Difference(profile) : null;
    this.differenceTexts = this.difference && new DifferenceTexts(this.difference);
    this.state = new PageState();
    this.tooltip = new Tooltip();
    this.code = new Code(profile);
    this.rows = new RowTexts(this);
    this.navigation = new Navigation(this);
    this.main = new FlameView(byId('flame'), profile, this.events(() => this.main));
    this.callers = new FlameView(byId('callers-flame'), profile, this.events(() => this.callers));
    this.answer = new Answer(this);
    this.table = new FunctionTable(this);
    this.timed = new TimedChanges(this);
    this.crumbs = new Crumbs(this);
    this.lanes = new TimelineView(this);
    this.controls = new Controls(this);
    this.codeChoice = new CodeChoice(this);
    this.stateChoice = new StateChoice(this);
    this.help = this.difference ? new Help(differenceSections(), differenceNotes) : new Help(helpSections, helpNotes);
    this.theme = new Theme(this);
    new Keys(this, pageKeys(this));
    this.state.onChange((changed) => this.update(changed));
    this.theme.apply();
    this.lanes.build();
    this.update(new Set(Object.keys(initialState)));
  }

  /** Takes out of a link what this profile does not have. */
  correct() {
    const { values } = this.state;
    const count = this.profile.threads.length;
    if (!['callees', 'callers', 'sandwich'].includes(values.view)) values.view = 'callees';
    if (!['all', 'running', 'idle'].includes(values.state)) values.state = 'all';
    if (values.selected >= this.profile.functions.length) values.selected = -1;
    if (!['new', 'base'].includes(values.side) || !this.difference) values.side = 'new';
    if (!['own', 'total'].includes(values.colour)) values.colour = 'own';
    if (!this.timeline.states.isOffered(values.at)) values.at = '';
    if (!this.code.functionsOf(values.code)) values.code = '';
    if (this.difference) Object.assign(values, { state: 'all', threads: '', code: '' });
    if (!this.spanOf(values.span)) values.span = '';
    const threads = values.threads.split('.').filter((text) => /^\d+$/.test(text) && Number(text) < count);
    values.threads = threads.join('.');
  }

  /** The threads that count, or null for all. */
  get threads() {
    const text = this.state.get('threads');
    return text === '' ? null : new Set(text.split('.').map(Number));
  }

  /** The stretch of time that counts, as groups of the time line; null for all. */
  get span() {
    return this.spanOf(this.state.get('span'));
  }

  /** Whether only a part of the samples counts. */
  get isFiltered() {
    const { state } = this;
    return state.get('state') !== 'all' || state.get('code') !== '' || state.get('at') !== '' || this.threads !== null
      || this.span !== null;
  }

  /** All that was recorded counts again, but for a stretch of time. */
  unfilter() {
    this.state.set({ threads: '', code: '', itself: false, at: '', zoom: 0, part: '' });
    announce('All threads, code and states');
  }

  spanOf(text) {
    const [, from, to] = (/^(\d+)-(\d+)$/.exec(text) ?? []).map(Number);
    const count = this.timeline.groupCount;
    return from < to && to <= count && (from > 0 || to < count) ? { from, to } : null;
  }

  /** The function that the page speaks of: the one selected, else the costliest or most changed by itself, else -1. */
  get subject() {
    const selected = this.state.get('selected');
    return selected >= 0 ? selected : this.difference ? this.difference.first : this.costs.costliest;
  }

  /** Whose times are told of the function at hand: those that are shown, unless it is in the other recording only. */
  get subjectSide() {
    const side = this.state.get('side');
    return this.difference && this.subject >= 0 ? this.difference.sideOf(this.subject, side) : side;
  }

  get subjectCosts() {
    return this.subjectSide === this.state.get('side') ? this.costs : this.otherCosts;
  }

  update(changed) {
    this.correct();
    const has = (...names) => names.some((name) => changed.has(name));
    const filters = ['threads', 'state', 'side', 'span', 'code', 'itself', 'at'];
    const { state, profile } = this;
    if (has('span', 'at')) this.chooseTimes();
    if (has(...filters)) this.weigh();
    if (has('query', 'pattern')) this.search = new Search(profile, state.get('query'), state.get('pattern'));
    if (has('theme')) this.theme.apply();
    const changesTree = has(...filters, 'view', 'lines', 'fold', 'groups', 'upward')
      || (has('selected') && state.get('view') === 'sandwich');
    if (changesTree) this.showTree();
    if (has('colour')) this.colour();
    if (has('zoom', 'part') || changesTree) this.navigation.apply(!changesTree);
    this.controls.update();
    this.codeChoice.update();
    this.stateChoice.update();
    if (has(...filters, 'query', 'pattern')) this.controls.showFound();
    if (has(...filters, 'query', 'pattern', 'sort', 'rising')) this.table.update();
    if (has(...filters, 'selected')) {
      this.table.mark();
      this.answer.update();
      this.chooseLanes();
      this.lanes.update();
    }
    this.look();
  }

  /** Takes the times of nodes: all, or those of a stretch of time and of a state. */
  chooseTimes() {
    const { span, timeline, profile } = this;
    const sets = timeline.states.setsOf(this.state.get('at'));
    this.times = span || sets ? timeline.timesOf(span, sets, profile.nodeCount) : profile;
  }

  /** Takes what the lanes show: all of the time, or what of it counts; a stretch of it is shaded there. */
  chooseLanes() {
    const { counted, profile, state, subject, threads, timeline } = this;
    const sets = timeline.states.setsOf(state.get('at'));
    const isAll = !sets && !counted && !threads && state.get('state') === 'all';
    this.laneTimes = isAll || !timeline.hasSamples ? timeline.lanesOfAll(subject)
      : timeline.lanesOf(profile, { sets, counted, threads, state: state.get('state'), subject });
  }

  /** Sums up the times that count. */
  weigh() {
    const { profile, state } = this;
    /** By node, 1 where its own time counts; null for all. */
    this.counted = this.code.nodesOf(state.get('code'), state.get('itself'));
    this.weights = new Weights(profile, this.threads, state.get('state'), this.times, this.counted);
    this.other = null;
    if (this.difference) {
      this.other = new Weights(profile, null, 'all', { time: profile.baseTime, idle: null });
      if (state.get('side') === 'base') [this.weights, this.other] = [this.other, this.weights];
      this.otherCosts = new FunctionCosts(profile, this.other);
    }
    this.costs = new FunctionCosts(profile, this.weights);
  }

  /** Gives the rows of the graph their colours, where these are not those of their functions. */
  colour(tree = this.main.tree) {
    const { difference, state } = this;
    const kind = state.get('view') === 'callers' ? 'inverted' : 'callees';
    difference?.colour(tree, kind, state.get('colour'), state.get('side'));
  }

  /** Has everything painted with the colours, the search and the selection of now. */
  look() {
    if (!this.search || !this.palette) return;
    const { palette, search, difference } = this;
    const look = { palette, search, selected: this.subject, difference };
    this.main.setLook(look);
    this.callers.setLook(look);
    this.showLegend();
  }

  /** Puts on the colours of a theme. */
  dress() {
    this.look();
    this.lanes.paint();
  }

  /** Paints at once what else is painted with the next frame. */
  paint() {
    this.main.paint();
    this.callers.paint();
  }

  showTree() {
    const { state, profile, weights, other } = this;
    const choices = { lines: state.get('lines'), fold: state.get('fold') };
    const isSandwich = state.get('view') === 'sandwich';
    for (const id of ['callers-flame', 'sandwich-heading', 'sandwich-divider']) byId(id).hidden = !isSandwich;
    this.main.isHalf = isSandwich;
    this.callers.isHalf = isSandwich;
    let tree;
    if (isSandwich) {
      tree = this.fillSandwich(choices.fold);
    } else if (state.get('view') === 'callers') {
      const starts = weights.nodesWithTime(other);
      const rootKey = profile.whole + (choices.lines ? profile.frameCount : profile.functionCount);
      const times = starts.map((node) => weights.own[node]);
      const others = other && starts.map((node) => other.own[node]);
      tree = mergeCallers(profile, { ...choices, starts, times, others, startsAreRoot: false, rootKey });
    } else {
      const groups = state.get('groups') && profile.threads.length > 1;
      tree = mergeCallees(profile, weights, { ...choices, groups, other });
    }
    this.colour(tree);
    this.main.setTree(tree, !isSandwich && state.get('upward'));
    byId('remark').textContent = tree.remark;
    byId('remark').hidden = tree.remark === '';
    byId('crumbs').hidden = isSandwich;
  }

  /** Shows the callers of the function at hand, and gives the tree of what it calls. */
  fillSandwich(fold) {
    const { profile, weights, other, subject, difference } = this;
    const starts = subject < 0 ? [] : this.costs.outermost(subject, other);
    const times = starts.map((node) => weights.subtree[node]);
    const others = other && starts.map((node) => other.subtree[node]);
    byId('sandwich-subject').textContent = subject < 0 ? '' : profile.functions[subject].name;
    const callers = mergeCallers(
      profile, { fold, starts, times, others, startsAreRoot: true, rootKey: Math.max(0, subject) });
    difference?.colour(callers, 'callers', 'total', this.state.get('side'));
    this.callers.setTree(callers, true);
    const tree = mergeCallees(profile, weights, { fold, starts, other });
    if (difference && tree.total === 0) tree.remark = 'It is in the other of the two recordings only.';
    return tree;
  }

  /** What a view tells of itself. */
  events(view) {
    const { rows, navigation, tooltip } = this;
    return {
      hover: (node, event) => {
        if (node < 0) tooltip.hide();
        else tooltip.show(rows.describe(view().tree, node), event);
      },
      choose: (node) => navigation.choose(view(), node),
      focus: (node) => announce(rows.speak(view().tree, node)),
      move: () => navigation.moved(view()),
    };
  }

  toggle(name) {
    const changesTree = ['lines', 'fold', 'groups', 'itself'].includes(name);
    this.state.set({ [name]: !this.state.get(name), ...(changesTree ? { zoom: 0, part: '' } : {}) });
  }

  sandwich() {
    this.state.set({ view: 'sandwich', selected: this.subject, side: this.subjectSide, zoom: 0, part: '' });
  }

  showLegend() {
    if (this.difference) {
      byId('legend').replaceChildren(...differenceLegend(this.palette));
      return;
    }
    const names = ['the program’s own code', 'standard library', 'installed packages'];
    byId('legend').replaceChildren(...names.map((name, origin) => {
      const sample = element('i');
      sample.style.background = this.palette.fills[origin * toneCount];
      return element('li', {}, sample, name);
    }));
  }
}
