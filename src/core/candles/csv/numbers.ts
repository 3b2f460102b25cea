/** How a file writes numbers: with a decimal point, or with a decimal comma. */
export type NumberStyle = 'point' | 'comma';

const shapes: { readonly [style in NumberStyle]: RegExp } = {
  point: /^[+-]?(?:\d{1,3}(?:[,'\u2019 \u00a0\u202f]\d{3})+|\d*)(?:\.\d*)?(?:e[+-]?\d+)?$/i,
  comma: /^[+-]?(?:\d{1,3}(?:[.'\u2019 \u00a0\u202f]\d{3})+|\d*)(?:,\d*)?(?:e[+-]?\d+)?$/i,
};

const plain = /^-?\d+(?:\.\d+)?$/;

/** More characters than any number needs; matching a longer one could exhaust the stack. */
export const mostCharacters = 400;

/** A finite number as the file writes it, thousands separated or not; NaN when the text is none. */
export function readNumber(text: string, style: NumberStyle): number {
  if (style === 'point' && plain.test(text)) {
    return Number(text);
  }
  if (text.length > mostCharacters || !/\d/.test(text) || !shapes[style].test(text)) {
    return NaN;
  }
  const separators = style === 'point' ? /[,'\u2019 \u00a0\u202f]/g : /[.'\u2019 \u00a0\u202f]/g;
  const value = Number(text.replace(separators, '').replace(',', '.'));
  return Number.isFinite(value) ? value : NaN;
}

const magnitudes: { readonly [suffix: string]: string } = { k: 'e3', m: 'e6', b: 'e9' };

/** A volume, which may be shortened as in `1.2K`, `3M` and `4.5B`; NaN when the text is none. */
export function readVolume(text: string, style: NumberStyle): number {
  const [, digits, suffix] = /^(.*\d) ?([kmb])$/i.exec(text) ?? [];
  return digits === undefined || suffix === undefined ? readNumber(text, style) : readNumber(digits + magnitudes[suffix.toLowerCase()]!, style);
}

/** How the cells of a sample are written: the style under which more of them are numbers, else the usual one for the delimiter. */
export function numberStyleOf(cells: readonly string[], delimiter: string): NumberStyle {
  // 1.234,5 and 1,234.5 say it themselves; 1,234 alone says nothing.
  const readable = (style: NumberStyle) => cells.filter((cell) => !Number.isNaN(readNumber(cell.trim(), style))).length;
  const [point, comma] = [readable('point'), readable('comma')];
  if (point !== comma) {
    return point > comma ? 'point' : 'comma';
  }
  return cells.some((cell) => cell.includes(',')) && delimiter !== ',' ? 'comma' : 'point';
}
