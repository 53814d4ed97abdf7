/** What stands in the help: sections of a title, and of keys with what they do. */
const helpSections = [
  ['Lines', [
    ['j, k', 'next and previous line with a cost'], ['n, N', 'next and previous by cost, in all files'],
    ['g', 'to the source, then ↑ ↓ and Enter'], ['l', 'all lines, or only those with a cost and around them'],
    ['h', 'colour by self or total'], ['c', 'copy the command that times the line’s function exactly'],
  ]],
  ['Files', [
    ['b', 'to the index, then ↑ ↓ and Enter'], ['[ ]', 'previous and next file of the index'],
    ['v', 'list files or lines'], ['o', 'sort by self or total'], ['Esc', 'back: line, file, index; so does Backspace'],
    ['u', 'back to the costliest line'],
  ]],
  ['Search', [['/', 'to the search'], ['x', 'text or regular expression'], ['Esc', 'in the search: clear it']]],
  ['What counts', [
    ['1 2 3 4', 'show or hide program, standard library, packages, what is in no file'],
    ['w', 'all time, running, idle'],
    ['t', 'next thread'], ['a', 'everything again'],
  ]],
  ['Page', [['d', 'dark or light'], ['?', 'this help']]],
];

const helpNotes = [
  'Self is time in the line itself, total includes what it called; a line that is in a stack twice counts once.',
  '± is half of the 95 % interval that the number of samples allows, in percentage points.',
  'The colour of a line goes by the costliest line of all files.',
  'The parts of a line are underlined by their share of its time, where columns were recorded (from Python 3.11 on). Of a recording with --opcodes, a line that is chosen tells its instructions too, with what the interpreter had made of them.',
  'A file’s text is shown only where it is what ran: unchanged since, and with its functions where they were.',
  'In a folder of pages files and search are in the index, and each file has a page; under a filter the colour of its lines '
    + 'goes by the costliest of the file.',
  'The address keeps what you chose: a link to it shows the same.',
];

/** What there is of it on the page of a file, in a folder of pages. */
function fileHelpSections() {
  const works = ([keys]) => !keys.split(' ').some((key) => indexKeys.includes(key));
  return helpSections.map(([title, entries]) => [title, entries.filter(works)])
    .filter(([title]) => title !== 'Search')
    .map(([title, entries]) => [title, entries.map(([keys, what]) => [keys, what.replace(', in all files', '')])]);
}
