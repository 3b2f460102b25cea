/**
 * Reads `count` numbers of `width` bits as Parquet packs its levels and the indices into a dictionary: runs of one number
 * and groups of eight, the lowest bits first. Never more than `count`, whatever a damaged file says.
 * @throws RangeError because the bytes end before.
 */
export function readRleBitPacked(bytes: Uint8Array, width: number, count: number): Uint32Array {
  const numbers = new Uint32Array(count);
  const byteAt = (at: number): number => {
    if (at >= bytes.length) {
      throw new RangeError(`Expected ${count} packed numbers`);
    }
    return bytes[at]!;
  };
  let at = 0;
  for (let done = 0; done < count;) {
    let header = 0;
    for (let shift = 0, byte = 128; byte >= 128; shift += 7) {
      byte = byteAt(at++);
      header += (byte & 127) * 2 ** shift;
    }
    const size = Math.floor(header / 2);
    if (header % 2 === 0) {
      let value = 0;
      for (let i = 0; 8 * i < width; i++) {
        value += byteAt(at++) * 2 ** (8 * i);
      }
      numbers.fill(value, done, done + size);
      done += size;
      continue;
    }
    const end = Math.min(count, done + 8 * size);
    byteAt(at + Math.ceil(((end - done) * width) / 8) - 1);
    const mask = 2 ** width - 1;
    for (let bit = 8 * at; done < end; done++, bit += width) {
      const first = bit >>> 3;
      // Whatever is read behind the last byte is masked out.
      numbers[done] = width > 24 ? wideBitsAt(bytes, bit, width) : ((bytes[first]! | (bytes[first + 1]! << 8) | (bytes[first + 2]! << 16) | (bytes[first + 3]! << 24)) >>> (bit & 7)) & mask;
    }
    at += size * width;
  }
  return numbers;
}

/** Up to 32 bits, which may lie in five bytes: more than an integer holds, but not more than a double. */
function wideBitsAt(bytes: Uint8Array, bit: number, width: number): number {
  let value = 0;
  for (let i = 0; 8 * i < (bit % 8) + width; i++) {
    value += bytes[Math.floor(bit / 8) + i]! * 2 ** (8 * i);
  }
  return Math.floor(value / 2 ** (bit % 8)) % 2 ** width;
}
