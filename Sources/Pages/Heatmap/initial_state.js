/** All that a link to the page carries, as it is when nothing was chosen. */
const initialState = Object.freeze({
  /** The file that is open, by its number; -1: the one with the costliest line. */
  file: -1,
  /** The line that is told of, or 0. */
  line: 0,
  /** What the index lists: 'files' or 'lines'. */
  list: 'files',
  sort: 'own',
  rising: false,
  query: '',
  pattern: false,
  /** Whose code is listed: numbers of origins, rising, joined by dots; '' for all. */
  origins: '',
  /** Numbers of the threads that count, rising, joined by dots; '' for all. */
  threads: '',
  /** 'all', 'running' or 'idle' */
  state: 'all',
  /** Whether lines without cost are shown too. */
  whole: false,
  /** What lines are coloured by: 'own' or 'total'. */
  heat: 'own',
  /** '' for the system's. */
  theme: '',
});
