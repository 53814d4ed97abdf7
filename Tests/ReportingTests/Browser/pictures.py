"""Pictures of pages, made small enough to be kept, and how far two of them are from each other.

The browser itself decodes and encodes them: no library is needed for that.
"""

import json

# A picture whose every pixel is the mean of a square of pixels, in steps of sixteen, which a PNG packs well.
SHRINK = """(async (data, step) => {
  const source = await decoded(data);
  const [width, height] = [Math.floor(source.width / step), Math.floor(source.height / step)];
  const canvas = new OffscreenCanvas(width, height);
  const small = canvas.getContext('2d').createImageData(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sums = [0, 0, 0];
      for (let row = y * step; row < (y + 1) * step; row++) {
        for (let column = x * step; column < (x + 1) * step; column++) {
          const at = 4 * (row * source.width + column);
          for (let part = 0; part < 3; part++) sums[part] += source.data[at + part];
        }
      }
      const at = 4 * (y * width + x);
      sums.forEach((sum, part) => { small.data[at + part] = Math.min(255, Math.round(sum / step / step / 16) * 16); });
      small.data[at + 3] = 255;
    }
  }
  canvas.getContext('2d').putImageData(small, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  return btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(''));
})"""

# Which share of the pixels has no like one at its place or beside it in the other picture, and by how much the mean colour
# of a square of 12 by 12 differs at most (of 255), with the middle of that square.
DISTANCE = """(async (one, other) => {
  const [a, b] = [await decoded(one), await decoded(other)];
  const [width, height] = [Math.min(a.width, b.width), Math.min(a.height, b.height)];
  const difference = (p, q) => Math.max(...[0, 1, 2].map((part) => Math.abs(a.data[p + part] - b.data[q + part])));
  const at = (picture, x, y) => 4 * (y * picture.width + x);
  const isAlone = (x, y, isOther) => {
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
      for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
        const [p, q] = isOther ? [at(a, column, row), at(b, x, y)] : [at(a, x, y), at(b, column, row)];
        if (difference(p, q) <= 32) return false;
      }
    }
    return true;
  };
  let alone = 0;
  const blocks = new Map();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [p, q] = [at(a, x, y), at(b, x, y)];
      if (difference(p, q) > 32 && (isAlone(x, y, false) || isAlone(x, y, true))) alone++;
      const key = Math.floor(y / 12) * 1000 + Math.floor(x / 12);
      const sums = blocks.get(key) ?? [0, 0, 0, 0];
      for (let part = 0; part < 3; part++) sums[part] += a.data[p + part] - b.data[q + part];
      sums[3]++;
      blocks.set(key, sums);
    }
  }
  let [most, place] = [0, [0, 0]];
  for (const [key, sums] of blocks) {
    const shift = Math.max(...sums.slice(0, 3).map(Math.abs)) / sums[3];
    // What is left at an edge may be a sliver.
    if (sums[3] >= 72 && shift > most) [most, place] = [shift, [key % 1000 * 12 + 6, Math.floor(key / 1000) * 12 + 6]];
  }
  return { share: alone / (width * height), shift: most, place, sizes: [[a.width, a.height], [b.width, b.height]] };
})"""

DECODED = """globalThis.decoded = async (data) => {
  const image = new Image();
  image.src = `data:image/png;base64,${data}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
}; 0"""


class Pictures:
    """A browser's empty page, in which pictures (PNG in base64) are made small and compared."""

    def __init__(self, browser):
        self.browser = browser
        browser.send("Page.navigate", url="about:blank")
        browser.settle()
        browser.run(DECODED)

    def shrink(self, picture, step):
        return self.browser.run(f"{SHRINK}({json.dumps(picture)}, {step})")

    def distance(self, one, other):
        return self.browser.run(f"{DISTANCE}({json.dumps(one)}, {json.dumps(other)})")
