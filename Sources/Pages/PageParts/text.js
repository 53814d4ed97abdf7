/** A length of time in microseconds with three significant digits, in the units of Seriema's tables. */
function durationText(microseconds) {
  return Math.abs(microseconds) >= 0.0005 ? nanosecondsText(microseconds * 1000) : '0 s';
}

/** The same in nanoseconds. */
function nanosecondsText(nanoseconds) {
  if (nanoseconds === 0) return '0 s';
  const units = [['ns', 1, 999.5], ['µs', 1e3, 999.5], ['ms', 1e6, 999.5], ['s', 1e9, 119.5], ['min', 6e10, 119.5]];
  const [unit, size] = units.find(([, one, limit]) => Math.abs(nanoseconds) / one < limit) ?? ['h', 3.6e12];
  return `${threeDigits(nanoseconds / size)} ${unit}`;
}

/** 9.99, 99.9, 999: decimals as a value from 1 to 1,000 needs. */
function threeDigits(value) {
  const size = Math.abs(value);
  return digits(value, size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
}

/** A value with so many decimals, halves rounded away from zero: as `Double+Digits.swift` has it. */
function digits(value, decimals) {
  const scale = 10 ** decimals;
  const scaled = Math.round(Math.abs(value) * scale);
  return (value < 0 && scaled > 0 ? '−' : '') + (scaled / scale).toFixed(decimals);
}

/** A share of 1 in percent, without the sign; what is not nothing never looks like nothing. */
function percentText(share) {
  if (share > 0 && share * 100 < 0.05) return '<0.1';
  return digits(share * 100, 1);
}

function countText(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A count and what is counted, which takes a plain s. */
function countOf(count, noun) {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A moment since the recording began, in seconds with as many decimals as `step` (also seconds) needs. */
function momentText(microseconds, step = 0.01) {
  const decimals = Math.min(6, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
  return `${(microseconds / 1e6).toFixed(decimals)} s`;
}

/**
 * How far a share that was found by sampling may be from the true one: half of the 95 % interval.
 *
 * Source: E. B. Wilson, "Probable inference", JASA 22 (1927), as in Seriema's table.
 */
function halfWidth(share, samples) {
  if (!(samples > 0)) return 0.5;
  const z = 1.959964;
  const p = Math.min(Math.max(share, 0), 1);
  return z / (1 + z * z / samples) * Math.sqrt(p * (1 - p) / samples + z * z / (4 * samples * samples));
}

/** `±4.3`: percentage points, rounded up so that it never claims too much. */
function marginText(share, samples) {
  return `±${(Math.ceil(halfWidth(share, samples) * 1000 - 1e-9) / 10).toFixed(1)}`;
}

/** A text that is not too long for its place. */
function ellipsis(text, limit) {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

function capitalised(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
