/** Builds the page. Text enters as text nodes only, so what a model wrote cannot become markup. */

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
type Child = Node | string;

const svgNamespace = 'http://www.w3.org/2000/svg';

/** An element with attributes and children; an attribute that is false or undefined is left out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag);
  setAttributes(created, attributes);
  created.append(...children);
  return created;
}

/** An SVG element with attributes and children. */
export function svgElement(tag: keyof SVGElementTagNameMap, attributes: Attributes = {}, ...children: readonly Node[]): SVGElement {
  const created: SVGElement = document.createElementNS(svgNamespace, tag);
  setAttributes(created, attributes);
  created.append(...children);
  return created;
}

/** A span with a class: most of a dense page is made of these. */
export function span(className: string, ...children: readonly Child[]): HTMLSpanElement {
  return element('span', { class: className }, ...children);
}

/** Whether the focus is on something within. What a page keeps in mind while the editor has the focus does not count: to focus that would take it. */
export function hasFocus(within: Element): boolean {
  return document.hasFocus() && within.contains(document.activeElement);
}

/** Sets attributes; false and undefined remove them. */
export function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) {
      target.removeAttribute(name);
    } else {
      target.setAttribute(name, value === true ? '' : String(value));
    }
  }
}
