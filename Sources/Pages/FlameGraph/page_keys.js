/** What the keys of the page do. */
function pageKeys(page) {
  const { state } = page;
  return {
    '/': () => byId('query').select(),
    0: () => page.navigation.zoomTo(0),
    1: () => state.set({ view: 'callees', zoom: 0, part: '' }),
    2: () => state.set({ view: 'callers', zoom: 0, part: '' }),
    3: () => page.sandwich(),
    Backspace: () => page.navigation.zoomOut(),
    Escape: () => page.navigation.zoomOut(),
    a: () => page.unfilter(),
    b: () => page.table.focus(),
    c: () => page.answer.copy(),
    e: () => page.difference && state.set({ colour: state.get('colour') === 'own' ? 'total' : 'own' }),
    f: () => page.toggle('upward'),
    g: () => page.main.canvas.focus(),
    h: () => state.get('code') !== '' && page.toggle('itself'),
    i: () => state.set({ view: state.get('view') === 'callers' ? 'callees' : 'callers', zoom: 0, part: '' }),
    j: () => page.navigation.stepFunction(1),
    k: () => page.navigation.stepFunction(-1),
    l: () => page.toggle('lines'),
    m: () => byId('code').focus(),
    n: () => page.navigation.stepMatch(1),
    N: () => page.navigation.stepMatch(-1),
    o: () => state.set({ sort: state.get('sort') === 'own' ? 'total' : 'own', rising: false }),
    r: () => page.toggle('fold'),
    s: () => page.sandwich(),
    t: () => page.toggle('groups'),
    u: () => state.set({ selected: -1 }),
    v: () => byId('at').focus(),
    w: () => (page.difference ? otherSide(page) : nextState(page)),
    x: () => page.toggle('pattern'),
    y: () => page.lanes.choice.clear(),
    '[': () => page.lanes.choice.move(-1),
    ']': () => page.lanes.choice.move(1),
    '{': () => page.lanes.choice.widen(0.5),
    '}': () => page.lanes.choice.widen(2),
  };
}

/** Widths of the other recording. */
function otherSide(page) {
  const { state } = page;
  const side = state.get('side') === 'new' ? 'base' : 'new';
  state.set({ side, zoom: 0, part: '' });
  announce(`Widths: ${side === 'new' ? 'now' : 'before'}`);
}

function nextState(page) {
  const { state } = page;
  const next = { all: 'running', running: 'idle' }[state.get('state')] ?? 'all';
  state.set({ state: next, zoom: 0, part: '' });
  announce(`Time: ${next}`);
}
