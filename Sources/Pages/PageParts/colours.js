/**
 * Colours of rows, by where their code comes from: orange, grey and blue stay apart for every kind of colour vision,
 * and differ in lightness. Neighbours of one origin differ by tones, chosen by name.
 */
const palettes = {
  light: {
    origins: [['28 92% 74%', '24 90% 70%', '32 92% 77%', '22 86% 75%'],
      ['40 14% 84%', '40 12% 80%', '44 16% 87%', '36 12% 83%'],
      ['209 72% 80%', '206 74% 76%', '212 70% 83%', '202 66% 79%'],
      ['50 10% 92%', '50 10% 90%', '50 10% 93%', '50 10% 91%']],
    ink: ['24 70% 13%', '40 12% 16%', '212 60% 15%', '40 8% 30%'],
    surface: '#ffffff', dim: '#efece6', dimInk: '#69645c', dust: '#cfc8bc', edge: '#1f1d1a', match: '#b0006f',
    running: '#c2512b', idle: '#e9dfd4', subject: '#1d5fb4', grid: '#e4dfd6', muted: '#6a655d',
  },
  dark: {
    origins: [['20 60% 37%', '16 58% 34%', '24 60% 40%', '14 52% 38%'],
      ['40 7% 31%', '40 6% 28%', '44 8% 34%', '36 6% 30%'],
      ['210 48% 37%', '207 50% 33%', '213 46% 40%', '203 44% 36%'],
      ['40 5% 21%', '40 5% 20%', '40 5% 22%', '40 5% 20%']],
    ink: ['28 90% 94%', '40 20% 92%', '210 80% 95%', '40 8% 72%'],
    surface: '#1b1c1f', dim: '#26272b', dimInk: '#9b968e', dust: '#4b4842', edge: '#f3efe8', match: '#ff8fd0',
    running: '#e07a4e', idle: '#3a3632', subject: '#74b0f5', grid: '#2e3034', muted: '#a8a39a',
  },
};

/**
 * Colours of changes in place of origins: more, less, noise; the first two from the smallest change to the largest. Orange
 * and blue stay apart for every kind of colour vision, and signs before the names say the same.
 */
const changePalettes = {
  light: {
    origins: [['30 90% 90%', '28 92% 80%', '24 90% 69%', '19 86% 58%'],
      ['206 75% 91%', '206 76% 81%', '208 74% 70%', '210 70% 60%'],
      ['40 5% 88%', '40 5% 88%', '40 5% 88%', '40 5% 88%']],
    ink: ['22 80% 10%', '212 70% 10%', '40 8% 26%'],
  },
  dark: {
    origins: [['22 24% 27%', '20 40% 31%', '18 56% 35%', '16 78% 39%'],
      ['210 24% 28%', '210 40% 33%', '211 54% 39%', '212 70% 45%'],
      ['40 4% 22%', '40 4% 22%', '40 4% 22%', '40 4% 22%']],
    ink: ['28 90% 95%', '210 80% 96%', '40 8% 74%'],
  },
};

/** How many tones each origin has. */
const toneCount = 4;

/**
 * The palette of a theme, ready for a canvas: `fills` has the tones of all origins one after the other.
 * @param isDifference whether it shows changes in place of origins
 */
function paletteFor(theme, isDifference = false) {
  const palette = { ...palettes[theme], ...(isDifference ? changePalettes[theme] : {}) };
  return {
    ...palette,
    fills: palette.origins.flat().map((tone) => `hsl(${tone})`),
    inks: palette.ink.map((tone) => `hsl(${tone})`),
  };
}

/** For each function, its place in `fills`. */
function functionTones(profile) {
  return Uint8Array.from(profile.functions, (item, id) => {
    let hash = 7;
    for (let index = 0; index < item.name.length; index++) {
      hash = (Math.imul(hash, 31) + item.name.charCodeAt(index)) | 0;
    }
    return profile.originOf(id) * toneCount + ((hash ^ (hash >>> 8)) & (toneCount - 1));
  });
}
