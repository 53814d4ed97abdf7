/** The page's element of this id; each is written in frame.html or in the page's body.html. */
function byId(id) {
  return document.getElementById(id);
}

/** A new element. What stands in it is text, never markup: names come from the program that was sampled. */
function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/**
 * A name of the program: set apart from what is around it, so that one written from right to left moves nothing else.
 * It may be broken where a reader would do so, behind a point, a slash or an underscore.
 */
function nameElement(text, properties = {}) {
  const pieces = text.split(/(?<=[./_])(?=[^./_])/, 40);
  const isShort = pieces.length < 40;
  const parts = isShort ? pieces.flatMap((piece, index) => (index > 0 ? [element('wbr'), piece] : [piece])) : [text];
  return element('bdi', { className: 'name', ...properties }, ...parts);
}

/** A text whose numbers stay on one line with their units. */
function unbroken(text) {
  return text.replace(/(\d) (?=\S)/g, '$1\u00a0');
}

/** Puts text on the clipboard, also where the page was opened as a file and the browser offers no clipboard. */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = element('textarea', { value: text, className: 'offscreen' });
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}

/** Says something to those who hear the page instead of seeing it. */
function announce(text) {
  byId('announcement').textContent = text;
}
