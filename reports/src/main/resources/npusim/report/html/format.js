// Numbers as text. The same prefixes and digits as in the text output.
const format = (() => {
  // Three significant digits and, where values lie close together, some more.
  const decimal = (value, more = 0) => {
    const magnitude = Math.abs(value);
    return value.toFixed(more + (magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3));
  };
  const scaled = (value, unit, more = 0) => {
    const prefixes = ['', 'k', 'M', 'G', 'T'];
    let prefix = 0;
    while (Math.abs(value) >= 999.5 && prefix < prefixes.length - 1) {
      value /= 1000;
      prefix++;
    }
    const text = prefix === 0 ? String(Math.round(value)) : decimal(value, more);
    return unit || prefixes[prefix] ? `${text} ${prefixes[prefix]}${unit}` : text;
  };
  // For axes: as many digits as the value has, so that 0.05 does not become 0.
  const tick = (value, more = 0) => Math.abs(value) < 999.5 ? String(Number(value.toPrecision(3 + more))) : scaled(value, '', more).replace(/\.0+(?=\s|$)/, '');
  return {
    decimal,
    scaled,
    tick,
    integer: value => value.toLocaleString('en-US').replaceAll(',', '\u202f'),
    share: (value, more = 0) => `${(value * 100).toFixed(1 + more)} %`,
    difference: value => `${value >= 0 ? '+' : '\u2212'}${Math.abs(value * 100).toFixed(1)}\u00a0%`,
    joules: (value, more = 0) => value === 0 ? '0 J' : value >= 1 ? `${decimal(value, more)} J` : value >= 1e-3 ? `${decimal(value * 1e3, more)} mJ` : `${decimal(value * 1e6, more)} µJ`,
    seconds: (value, more = 0) => value === 0 ? '0 s' : value >= 1 ? `${decimal(value, more)} s` : value >= 1e-3 ? `${decimal(value * 1e3, more)} ms` : `${decimal(value * 1e6, more)} µs`,
  };
})();

// Builds an element: element('td', {class: 'number'}, 'text', child …). Text is never parsed as HTML.
function element(name, attributes = {}, ...children) {
  const result = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) result.addEventListener(key.slice(2), value);
    else result.setAttribute(key, value);
  }
  result.append(...children.filter(child => child !== null && child !== undefined));
  return result;
}

// Where sections go: the page, or the part of it that belongs to one of several runs.
const place = {parent: null, navigation: null};

// A section with a heading; it gets an entry in the navigation.
function section(id, title, note, ...children) {
  place.navigation?.append(element('a', {href: `#${id}`}, title));
  const result = element('section', {id, 'aria-labelledby': `${id}-title`},
    element('h2', {id: `${id}-title`}, title), note ? element('p', {class: 'note'}, note) : null, ...children);
  place.parent.append(result);
  return result;
}

// A name that is broken behind a dot, a slash or an underscore rather than anywhere; a short one is not broken.
function breakable(text) {
  if (text.length <= 16) return element('span', {class: 'wrap short'}, text);
  return element('span', {class: 'wrap'}, ...text.split(/(?<=[._/])/).flatMap((part, i) => i ? [element('wbr'), part] : [part]));
}

// What may be wider than the page: it scrolls by itself, with the keyboard too.
function scroller(label, kind, ...children) {
  return element('div', {class: kind, tabindex: '0', role: 'region', 'aria-label': label}, ...children);
}

// A table from header cells {text, number} and rows of cells (text or element).
function simpleTable(caption, columns, rows) {
  const cell = (tag, column, content, extra = {}) =>
    element(tag, {...extra, ...(column.number ? {class: 'number'} : {})}, content);
  return element('table', {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...columns.map(column => cell('th', column, breakable(column.text), {scope: 'col'})))),
    element('tbody', {}, ...rows.map(row => element('tr', {}, ...row.map((content, i) => cell('td', columns[i], content))))));
}

// A relative difference, coloured by whether its size deserves a look.
function differenceText(difference, limit) {
  if (difference === null || difference === undefined) return '';
  return element('span', {class: Math.abs(difference) <= limit ? 'good' : 'bad'}, format.difference(difference));
}
