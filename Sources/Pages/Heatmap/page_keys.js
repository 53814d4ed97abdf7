/** Keys of what only an index has. */
const indexKeys = ['/', '1', '2', '3', '4', 'o', 'v', 'x'];

/** What the keys of the page do. */
function pageKeys(page) {
  const { state, navigation, controls } = page;
  const keys = {
    '/': () => byId('query').select(),
    1: () => controls.toggleOrigin(0),
    2: () => controls.toggleOrigin(1),
    3: () => controls.toggleOrigin(2),
    4: () => controls.toggleOrigin(3),
    '[': () => navigation.stepFile(-1),
    ']': () => navigation.stepFile(1),
    Backspace: () => navigation.leave(),
    Escape: () => navigation.leave(),
    a: () => state.set({ threads: '', origins: '', state: 'all' }),
    b: () => (page.folder.isFile ? navigation.toIndex() : controls.focusIndex()),
    c: () => page.answer.copy(),
    g: () => page.source.focus(),
    h: () => state.set({ heat: state.get('heat') === 'own' ? 'total' : 'own' }),
    j: () => navigation.stepLine(1),
    k: () => navigation.stepLine(-1),
    l: () => page.toggle('whole'),
    n: () => navigation.stepRank(1),
    N: () => navigation.stepRank(-1),
    o: () => state.set({ sort: state.get('sort') === 'own' ? 'total' : 'own', rising: false }),
    t: () => controls.nextThread(),
    u: () => navigation.toIndex(),
    v: () => state.set({ list: state.get('list') === 'files' ? 'lines' : 'files' }),
    w: () => nextState(page),
    x: () => page.toggle('pattern'),
  };
  if (page.folder.isFile) indexKeys.forEach((key) => delete keys[key]);
  return keys;
}

function nextState({ state }) {
  const next = { all: 'running', running: 'idle' }[state.get('state')] ?? 'all';
  state.set({ state: next });
  announce(`Time: ${next}`);
}
