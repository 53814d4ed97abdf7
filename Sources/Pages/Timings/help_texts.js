const helpSections = [
  ['Functions', [
    ['j', 'the next one'], ['k', 'the one before'], ['← →', 'in a chart: along its figures, which are said'],
  ]],
  ['Durations', [
    ['h', 'histogram or cumulative'], ['a', 'all of them, or the most'], ['l', 'logarithmic counts'],
  ]],
  ['Page', [['d', 'dark or light'], ['?', 'this help']]],
];

const helpNotes = [
  'Durations stand on a logarithmic axis: equal widths are equal ratios. Heights are shares of all calls of a side, so '
    + 'that sides with different numbers of calls can be compared.',
  'Below the axis are the median and the durations that 95 % and 99 % of the calls keep within.',
  'The bar of a change is its interval, which holds the true change in so many comparisons as is said; the grey band is '
    + 'what counts as no change.',
  'Calls of one run are not independent: that two histograms differ proves nothing. The verdict does, where there is one.',
];
