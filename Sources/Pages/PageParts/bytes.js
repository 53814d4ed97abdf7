/** The bytes that base64 text stands for. */
function bytesOfBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/**
 * Reads what `PackedBytes.swift` wrote: whole numbers of seven bits a byte, the lowest first, and texts after their
 * length.
 *
 * Past the end it reads zeros, so that a page that was cut ends its loops; `isDamaged` then says so.
 */
class ByteReader {
  constructor(bytes) {
    this.bytes = bytes;
    this.position = 0;
    this.decoder = new TextDecoder();
  }

  number() {
    let byte = this.bytes[this.position++] | 0;
    if (byte < 128) return byte;
    // Multiplied, not shifted: times have more than 32 bits.
    let value = byte & 127;
    let scale = 128;
    do {
      byte = this.bytes[this.position++] | 0;
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte >= 128);
    return value;
  }

  /** A number of either sign: twice its size, plus one where it is negative. */
  signed() {
    const value = this.number();
    return value % 2 === 1 ? -(value - 1) / 2 : value / 2;
  }

  /** A count of things of at least one byte each, so that a damaged one asks for no memory. */
  count() {
    return Math.min(this.number(), Math.max(0, this.bytes.length - this.position));
  }

  text() {
    const length = this.number();
    const start = this.position;
    this.position += length;
    return this.decoder.decode(this.bytes.subarray(start, this.position));
  }

  /** Numbers of which many are zero: a zero is followed by how many more follow it. */
  sparse(count) {
    const values = new Float64Array(count);
    for (let index = 0; index < count; index++) {
      const value = this.number();
      if (value === 0) index += this.number();
      else values[index] = value;
      if (this.isDamaged) break;
    }
    return values;
  }

  get isDamaged() {
    return this.position > this.bytes.length;
  }
}
