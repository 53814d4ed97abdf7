/** What there is to choose, and how it is when nothing was chosen. */
const initialState = { view: 'histogram', all: false, logarithmic: false, theme: '' };
