/** The page as a whole: from the state it makes what the views show, and only what a change asks for. */
class Page {
  constructor(profile, sources) {
    this.profile = profile;
    this.sources = sources;
    this.places = new Places(profile);
    this.folder = new Folder(profile);
    this.state = new PageState();
    this.navigation = new Navigation(this);
    this.answer = new Answer(this);
    this.fileTable = new FileTable(this);
    this.lineTable = new LineTable(this);
    this.details = new LineDetails(this);
    this.source = new SourceView(this);
    this.controls = new Controls(this);
    this.help = new Help(this.folder.isFile ? fileHelpSections() : helpSections, helpNotes);
    this.theme = new Theme(this);
    new Keys(this, pageKeys(this));
    this.state.onChange((changed) => this.update(changed));
    this.theme.apply();
    this.update(new Set(Object.keys(initialState)));
  }

  /** Takes out of a link what this profile does not have. */
  correct() {
    const { values } = this.state;
    const keep = (text, count) => text.split('.').filter((one) => /^\d+$/.test(one) && Number(one) < count).join('.');
    if (!['files', 'lines'].includes(values.list)) values.list = 'files';
    if (!['all', 'running', 'idle'].includes(values.state)) values.state = 'all';
    if (!['own', 'total'].includes(values.heat)) values.heat = 'own';
    this.folder.correct(values);
    if (values.file >= this.places.files.length) values.file = -1;
    if (values.file < 0) values.line = 0;
    values.threads = keep(values.threads, this.profile.threads.length);
    values.origins = keep(values.origins, originNames.length);
  }

  /** The threads that count, or null for all. */
  get threads() {
    const text = this.state.get('threads');
    return text === '' ? null : new Set(text.split('.').map(Number));
  }

  /** Whether code of this origin is listed. */
  showsOrigin(origin) {
    const text = this.folder.isFile ? '' : this.state.get('origins');
    return text === '' || text.split('.').includes(String(origin));
  }

  showsLine(line) {
    return this.showsOrigin(this.places.files[this.places.lineFile[line]].origin);
  }

  /** The line with most time of its own among those that are listed, or -1. */
  get costliest() {
    const line = this.costs.ranking.find((one) => this.showsLine(one));
    return line !== undefined && this.costs.own[line] > 0 ? line : -1;
  }

  /** The line that the page speaks of: the one that was chosen, else the costliest, else -1. */
  get subject() {
    const line = this.places.line(this.state.get('file'), this.state.get('line'));
    return this.state.get('line') > 0 && line >= 0 ? line : this.costliest;
  }

  /** The file whose source is shown, or -1. */
  get openFile() {
    const file = this.state.get('file');
    if (file >= 0 || this.folder.isIndex) return file;
    const line = this.costliest;
    return line < 0 ? -1 : this.places.lineFile[line];
  }

  /** A share of all time that counts. */
  share(time) {
    return this.weights.total > 0 ? time / this.weights.total : 0;
  }

  update(changed) {
    this.correct();
    const has = (...names) => names.some((name) => changed.has(name));
    const { state, profile } = this;
    if (has('threads', 'state')) {
      this.weights = new Weights(profile, this.threads, state.get('state'));
      this.costs = new LineCosts(profile, this.places, this.weights, this.countedSamples());
      this.partCosts = this.sources.parts
        && new PartCosts(profile, this.places, this.sources, this.weights, this.countedSamples());
      this.folder.narrow(this.costs, this.places, this.threads !== null || state.get('state') !== 'all');
      this.functionCosts = new FunctionCosts(profile, this.weights);
    }
    if (has('query', 'pattern')) this.matcher = new Matcher(state.get('query'), state.get('pattern'));
    if (has('theme')) this.theme.apply();
    this.controls.update();
    if (has('threads', 'state', 'query', 'pattern', 'origins', 'sort', 'rising', 'list')) this.showIndex();
    if (has('threads', 'state', 'origins', 'file', 'line')) this.answer.update();
    if (has('threads', 'state', 'origins', 'file', 'whole', 'heat') || (has('line') && !this.source.choose())) {
      this.source.update();
    }
    this.mark();
    const isOpened = has('file') && state.get('file') >= 0 && state.get('file') !== this.revealed;
    if (isOpened || (has('line') && state.get('line') > 0)) this.source.reveal(state.get('line'));
    this.revealed = state.get('file');
  }

  /** Own samples of the nodes that count; null where the time of one is only partly counted. */
  countedSamples() {
    if (this.state.get('state') !== 'all') return null;
    const { threads, profile, sources } = this;
    if (!threads) return sources.samples;
    return sources.samples.map((count, node) => (threads.has(profile.thread[node]) ? count : 0));
  }

  showIndex() {
    if (this.folder.isFile) return;
    const isFiles = this.state.get('list') === 'files';
    byId('file-box').hidden = !isFiles;
    byId('line-box').hidden = isFiles;
    (isFiles ? this.lineTable : this.fileTable).clear();
    const shown = isFiles ? this.fileTable : this.lineTable;
    shown.update();
    this.controls.showFound(shown);
  }

  /** Marks what is open in the index; a narrow screen shows either that or the file. */
  mark() {
    this.fileTable.markRow(this.openFile);
    this.lineTable.markRow(this.subject);
    document.body.dataset.open = String(this.state.get('file') >= 0);
  }

  toggle(name) {
    this.state.set({ [name]: !this.state.get(name) });
  }

  /** Puts on the colours of a theme. */
  dress() {
    originNames.forEach((_, origin) => {
      document.documentElement.style.setProperty(`--origin-${origin}`, this.palette.fills[origin * toneCount]);
    });
  }

  /** Nothing is painted but by the browser. */
  paint() {}
}

/** Whose code a file holds, by its number. */
const originNames = ['Program', 'Standard library', 'Packages', 'No file'];
