/** All that a link to the page carries, as it is when nothing was chosen. */
const initialState = Object.freeze({
  /** 'callees', 'callers' or 'sandwich' */
  view: 'callees',
  /** Whether outer rows are at the bottom. */
  upward: false,
  lines: false,
  fold: false,
  groups: true,
  /** Numbers of the threads that count, rising, joined by dots; '' for all. */
  threads: '',
  state: 'all',
  /** What threads were at: a word of `States.choices`; '' for anything. */
  at: '',
  /** The code that stacks have to run through: 'program', 'library', 'packages', or 'module:' and its name; '' for any. */
  code: '',
  /** Whether it has to be innermost. */
  itself: false,
  /** The stretch of time that counts, as groups of the time line from and up to; '' for all. */
  span: '',
  /** Of a differential page: whose times the widths are, 'new' or 'base', and which change of a row colours it. */
  side: 'new',
  colour: 'own',
  query: '',
  pattern: false,
  /** A function's number, or -1. */
  selected: -1,
  /** The row that fills the width: its number in the tree that the rest of the state makes. */
  zoom: 0,
  /** The part of that row which is shown, `left-right` of 1; '' for all of it. */
  part: '',
  sort: 'own',
  rising: false,
  /** '' for the system's. */
  theme: '',
});
