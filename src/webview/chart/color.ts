/** Red, green and blue from 0 to 255, alpha from 0 to 1. */
export type Color = readonly [red: number, green: number, blue: number, alpha: number];

/** Reads the two forms in which a canvas gives a colour back: `#rrggbb` and `rgba(r, g, b, a)`; black otherwise. */
export function parseColor(text: string): Color {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (hex !== null) {
    return [parseInt(hex[1]!, 16), parseInt(hex[2]!, 16), parseInt(hex[3]!, 16), 1];
  }
  const parts = /^rgba?\(([^)]*)\)$/.exec(text)?.[1]?.split(/[\s,/]+/).map(Number) ?? [];
  const [red = 0, green = 0, blue = 0, alpha = 1] = parts;
  return [red, green, blue, alpha];
}

/** A colour as CSS text, its own alpha times another. */
export function colorText([red, green, blue, alpha]: Color, share = 1): string {
  return `rgba(${red}, ${green}, ${blue}, ${Number((alpha * share).toFixed(3))})`;
}

/** A colour at a share over a background, opaque. */
export function mixColors(front: Color, back: Color, share: number): Color {
  const channel = (index: 0 | 1 | 2): number => Math.round(front[index] * share + back[index] * (1 - share));
  return [channel(0), channel(1), channel(2), 1];
}
