type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: never) => void)>;

/**
 * Makes an element. `on…` attributes with a function become listeners, `true` an empty attribute; `false`, `null` and
 * `undefined` leave the attribute out. Strings become text nodes, never markup.
 */
export function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2).toLowerCase(), value as (event: Event) => void);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Puts new children in place of the old ones. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...children.filter((child) => child !== null && child !== undefined && child !== false));
}

const icons = {
  send: 'M3 11.5 20 4l-4 16-5-6.500zM11 13.5 20 4',
  chevron: 'm6 9 6 6 6-6',
  mail: 'M4 6h16v12H4zM4 7l8 6 8-6',
  clock: 'M12 4a8 8 0 1 0 .01 0M12 8v4.500l3 1.5',
  reset: 'M5 12a7 7 0 1 0 2-5M5 4v4h4',
  fault: 'M13 3 5 14h6l-1 7 8-11h-6z',
  calls: 'M4 7h16M4 12h16M4 17h10',
  alert: 'M12 4 3 20h18zM12 10v4M12 16.800v.2',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20c.8-3.6 3.6-5 7-5s6.2 1.4 7 5',
  open: 'M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9',
  back: 'm14 6-6 6 6 6',
  people: 'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 19c.6-3.2 3-4.500 6.500-4.500s5.900 1.300 6.500 4.500M15.500 4.300a3.500 3.500 0 0 1 0 6.400M17.500 14.800c2.200.6 3.600 1.900 4 4.200',
  plus: 'M12 5v14M5 12h14',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  close: 'M6 6l12 12M18 6 6 18',
} as const;

/** A line icon in the colour of the text around it, hidden from assistive technology. */
export function icon(name: keyof typeof icons): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', icons[name]);
  svg.append(path);
  return svg;
}
