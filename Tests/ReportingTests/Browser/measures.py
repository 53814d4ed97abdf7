"""What the browser is asked to measure, in its own language."""

# Pairs of blocks that stand in each other's place.
OVERLAPS = """(() => {
  const blocks = 'h1, #circumstances, #ledger, .tools, #answer, #timeline, .controls, #graph, #functions, footer,'
    + ' .controls > *, .lane > *, #legend, #lists > *, #index, #source, .pane-head > *, .source tbody td, .source tbody th, .lists > *';
  const all = [...document.querySelectorAll(blocks)].filter((e) => e.offsetParent && e.offsetHeight > 0);
  const found = [];
  const areOver = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  all.forEach((a, i) => all.slice(i + 1).forEach((b) => {
    if (a.contains(b) || b.contains(a)) return;
    if (!areOver(a.getBoundingClientRect(), b.getBoundingClientRect())) return;
    found.push(`${a.id || a.className} and ${b.id || b.className}`);
  }));
  return found;
})()"""

# Texts whose colour is too near to that of their ground (WCAG 2.2, 1.4.3).
CONTRASTS = """(() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => [r, g, b].map((v) => linear(v / 255))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0.9) return c; } return [255, 255, 255]; };
  const weak = new Set();
  for (const e of document.querySelectorAll('body *')) {
    if (!e.offsetParent || ![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(ground(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) weak.add(`${e.tagName} ${e.className}: ${ratio.toFixed(2)}`);
  }
  return [...weak];
})()"""

# The same where a ground may be half transparent, or a part of a picture: its colour is blended with what is below it.
BLENDED_CONTRASTS = CONTRASTS.replace(
    "const ground = (e) => {",
    """const ground = (e) => {
    const layers = [];
    for (let one = e; one; one = one.parentElement) {
      const c = parse(getComputedStyle(one).backgroundColor);
      layers.push(c.length === 3 ? [...c, 1] : c);
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reverse().reduce((below, [r, g, b, a]) => [r, g, b].map((v, i) => v * a + below[i] * (1 - a)),
      [255, 255, 255]);
  };
  const unused = (e) => {""",
)

# Frames a second while something moves the view in every one, for two seconds.
FRAMES = """new Promise((done) => {
  const canvas = document.querySelector('#flame canvas');
  const box = canvas.getBoundingClientRect();
  let frames = 0;
  let slowest = 0;
  const start = performance.now();
  let last = start;
  const step = (now) => {
    const event = EVENT;
    canvas.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: box.x + box.width / 3,
      clientY: box.y + 40, ...event }));
    frames++;
    slowest = Math.max(slowest, now - last);
    last = now;
    if (now - start < 2000) requestAnimationFrame(step);
    else done([frames / (now - start) * 1000, slowest]);
  };
  requestAnimationFrame(step);
})"""

# Inks of rows that are too near to their fill, in either palette; to be run behind `colours.js`.
PALETTES = """
  const context = document.createElement('canvas').getContext('2d');
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = (colour) => {
    context.fillStyle = colour;
    return [1, 3, 5].map((at) => linear(parseInt(context.fillStyle.slice(at, at + 2), 16) / 255))
      .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  };
  const weak = [];
  const check = (what, one, other) => {
    const [a, b] = [light(one), light(other)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (!(ratio >= 4.5)) weak.push(`${what}: ${ratio.toFixed(2)}`);
  };
  for (const theme of ['light', 'dark']) {
    for (const isDifference of [false, true]) {
    const palette = paletteFor(theme, isDifference);
    palette.fills.forEach((fill, at) => check(`${theme} fill ${at}`, fill, palette.inks[Math.floor(at / toneCount)]));
    }
    const palette = paletteFor(theme);
    check(`${theme} dim`, palette.dim, palette.dimInk);
    check(`${theme} outline`, palette.edge, palette.surface);
  }
  return weak;
"""
