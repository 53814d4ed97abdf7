/** What stands in the help: sections of a title, and of keys with what they do. */
const helpSections = [
  ['Look closer', [
    ['click, Enter', 'zoom to a row and select its function'],
    ['Ctrl + wheel', 'zoom where the pointer is; so do pinch, + −'],
    ['drag', 'move sideways; so do Shift + wheel, Shift + ← →'], ['Esc', 'one step back out; so does Backspace'],
    ['0', 'all of it'],
  ]],
  ['Go from row to row', [
    ['g', 'to the graph, then arrows'], ['↑ ↓', 'caller and what is called, as they lie'],
    ['← →', 'neighbours'],
    ['Page ↑ ↓', 'scroll a deep stack'],
  ]],
  ['Search', [
    ['/', 'to the search'], ['x', 'text or regular expression'], ['n, N', 'next and previous function that is found'],
    ['Esc', 'in the search: clear it'],
  ]],
  ['What is shown', [
    ['1 2 3', 'top-down, inverted, sandwich'], ['i', 'inverted and back'], ['s', 'callers and callees of the function'],
    ['f', 'flames or icicles'], ['l', 'lines'], ['r', 'fold recursion'], ['t', 'by thread'],
    ['w', 'all time, running, idle'], ['v', 'to the state that counts'], ['m', 'to the code that counts'], ['h', 'only where it is innermost'],
    ['a', 'all threads, code and states again'],
  ]],
  ['A stretch of time', [
    ['drag', 'over the lanes: only that stretch'], ['[ ]', 'choose one; then earlier, later'],
    ['{ }', 'shorter, longer'], ['y', 'all of the time again'],
  ]],
  ['Functions', [
    ['j, k', 'next and previous in the table'], ['b', 'to the table'], ['o', 'sort by self or total'],
    ['u', 'back to the costliest'], ['c', 'copy the command that times it exactly'],
  ]],
  ['Page', [['d', 'dark or light'], ['?', 'this help']]],
];

const helpNotes = [
  'The width of a row is its share of the time. What it calls lies below it (with “flames”: above); what is left over '
    + 'is its own.',
  'In the inverted graph the first rows are functions with their own time, and below them who called them.',
  '± is half of the 95 % interval that the number of samples allows, in percentage points.',
  'States are what a thread was at when it was sampled, whatever function it was in. What was not known, as by a version of '
    + 'Python that does not say it, counts for no state; below the graph stands how much that is.',
  'Code that is chosen: a stack counts where any of its functions is of that kind of file, module or package, with all '
    + 'that called it and all that it called; with “Itself” only where the innermost is.',
  'A row <cut> stands for frames that could not be proven; lanes show when a thread ran (dark) and waited (light).',
  'The address keeps what you chose: a link to it shows the same.',
];

/** What is different where two recordings are compared. */
const differenceKeys = [
  ['w', 'widths: now, before'], ['e', 'colours: self or total change'],
];
const differenceNotes = [
  'The width of a row is its share of the time of one recording: now, or before. What is new or gone is in one of them '
    + 'only. What a row calls lies below it (with “flames”: above); what is left over is its own.',
  'Colours show by how much a row’s own time changed (“Self change”), so that a caller is not coloured for what it calls; '
    + 'or its total time. In the inverted graph they show the change of the function that a stack ends in.',
  'A row is grey where its function did not change by more than the noise of sampling and one per cent of all time, or '
    + 'the time of this row not by more than the noise.',
  '± is half of the 95 % interval that the numbers of samples allow.',
  'Lines of before are shown where they are now, as far from the function’s first line as they were.',
  'The address keeps what you chose: a link to it shows the same.',
];

/** The sections of the help where two recordings are compared: these have no time line, and other keys. */
function differenceSections() {
  return helpSections.filter(([title]) => title !== 'A stretch of time').map(([title, keys]) => (
    title === 'What is shown'
      ? [title, [...keys.filter(([key]) => !'wavmh'.includes(key)), ...differenceKeys]] : [title, keys]));
}
