// Makes a screenshot a quarter of its size: at most 256 colours, chosen by median cut, named by index.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** Colours as 0xRRGGBB, row after row. */
type Image = { readonly width: number; readonly height: number; readonly pixels: Uint32Array };
type Color = { readonly rgb: number; readonly count: number };

const most = 256;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The same picture as a PNG with a palette. Takes what Chromium writes: 8 bits for each of RGB or RGBA, opaque, not interlaced. */
export function palettePng(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png);
  const counts = new Map<number, number>();
  for (const rgb of pixels) counts.set(rgb, (counts.get(rgb) ?? 0) + 1);
  const boxes = medianCut(Array.from(counts, ([rgb, count]) => ({ rgb, count })));
  const palette = Buffer.alloc(boxes.length * 3);
  const indexes = new Map<number, number>();
  boxes.forEach((box, index) => {
    palette.writeUIntBE(meanOf(box), index * 3, 3);
    box.forEach(({ rgb }) => indexes.set(rgb, index));
  });
  const rows = Buffer.alloc(height * (width + 1));
  pixels.forEach((rgb, at) => (rows[Math.floor(at / width) * (width + 1) + 1 + (at % width)] = indexes.get(rgb)!));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('PLTE', palette), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

function decode(png: Buffer): Image {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height, step] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25] === 6 ? 4 : 3];
  const data = inflateSync(Buffer.concat(parts));
  const line = width * step;
  const pixels = new Uint32Array(width * height);
  let above = new Uint8Array(line);
  for (let y = 0; y < height; y++) {
    const row = unfilter(data[y * (line + 1)]!, data.subarray(y * (line + 1) + 1, (y + 1) * (line + 1)), above, step);
    for (let x = 0; x < width; x++) pixels[y * width + x] = (row[x * step]! << 16) | (row[x * step + 1]! << 8) | row[x * step + 2]!;
    above = row;
  }
  return { width, height, pixels };
}

/** A row as it was before the filter that its first byte names. */
function unfilter(filter: number, bytes: Uint8Array, above: Uint8Array, step: number): Uint8Array<ArrayBuffer> {
  const row = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    const [left, up, corner] = [row[i - step] ?? 0, above[i]!, above[i - step] ?? 0];
    row[i] = bytes[i]! + [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
  }
  return row;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** Groups of colours near each other. The group with the widest range, counted by its pixels, is halved until there are enough. */
function medianCut(colors: readonly Color[]): readonly (readonly Color[])[] {
  const boxes = [{ colors, ...spreadOf(colors) }];
  while (boxes.length < most) {
    boxes.sort((a, b) => a.weight - b.weight);
    const box = boxes.at(-1)!;
    if (box.weight === 0) break;
    boxes.pop();
    const sorted = [...box.colors].sort((a, b) => ((a.rgb >> box.shift) & 255) - ((b.rgb >> box.shift) & 255));
    const half = sorted.reduce((sum, { count }) => sum + count, 0) / 2;
    let [at, seen] = [0, 0];
    while (at < sorted.length - 1 && (at === 0 || seen + sorted[at]!.count <= half)) seen += sorted[at++]!.count;
    for (const part of [sorted.slice(0, at), sorted.slice(at)]) boxes.push({ colors: part, ...spreadOf(part) });
  }
  return boxes.map((box) => box.colors);
}

/** The channel in which colours differ most, and how much it matters to halve them there. */
function spreadOf(colors: readonly Color[]): { readonly shift: number; readonly weight: number } {
  const pixels = colors.reduce((sum, { count }) => sum + count, 0);
  const spreads = [16, 8, 0].map((shift) => {
    const values = colors.map(({ rgb }) => (rgb >> shift) & 255);
    return { shift, weight: (values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b))) * Math.cbrt(pixels) };
  });
  return spreads.reduce((a, b) => (b.weight > a.weight ? b : a));
}

function meanOf(colors: readonly Color[]): number {
  const pixels = colors.reduce((sum, { count }) => sum + count, 0);
  const mean = (shift: number) => Math.round(colors.reduce((sum, { rgb, count }) => sum + ((rgb >> shift) & 255) * count, 0) / pixels);
  return (mean(16) << 16) | (mean(8) << 8) | mean(0);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
