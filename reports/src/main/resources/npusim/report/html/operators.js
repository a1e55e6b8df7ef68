// Positions in an operation's row; the order is that of the record that writes it.
const OP = {index: 0, name: 1, kind: 2, group: 3, cycles: 4, start: 5, end: 6, macs: 7, categories: 8, readBytes: 9, writeBytes: 10,
  ifm: 11, ofm: 12, block: 13, details: 14, source: 15};

// The per-operator table: sorted by any column, filtered by text and kind, a few hundred rows at a time.
function operatorsSection(run, categories, id) {
  const pageSize = 200;
  const sum = values => values.reduce((total, value) => total + value, 0);
  const bound = operation => operation[OP.categories].indexOf(Math.max(...operation[OP.categories]));
  const columns = [
    {text: '#', number: true, value: operation => operation[OP.index], show: operation => operation[OP.index] < 0 ? '' : String(operation[OP.index])},
    {text: 'Operator', wide: true, value: operation => operation[OP.name], show: operation => breakable(operation[OP.name])},
    {text: 'Kind', value: operation => operation[OP.kind], show: operation => operation[OP.kind]},
    {text: 'Block', value: operation => operation[OP.group].join(' › '), show: operation => operation[OP.group].join(' › ')},
    {text: 'Cycles', number: true, value: operation => operation[OP.cycles], show: operation => format.integer(operation[OP.cycles])},
    {text: 'Share', number: true, value: operation => operation[OP.cycles], show: operation => format.share(operation[OP.cycles] / run.activeCycles)},
    {text: 'MACs used', number: true, value: operation => operation[OP.macs] / Math.max(1, operation[OP.cycles]),
      show: operation => operation[OP.macs] ? format.share(operation[OP.macs] / Math.max(1, operation[OP.cycles]) / run.macsPerCycle) : ''},
    ...run.ports.map((port, i) => ({text: port.memory, number: true, value: operation => operation[OP.readBytes][i] + operation[OP.writeBytes][i],
      show: operation => format.scaled(operation[OP.readBytes][i] + operation[OP.writeBytes][i], 'B')})),
    {text: 'Bound by', value: operation => categories[bound(operation)], show: operation => operation[OP.cycles] ? categories[bound(operation)] : ''},
    {text: 'Reasons', value: operation => operation[OP.cycles] - operation[OP.categories][0], show: operation => categoryBar(operation, categories)},
  ];
  const kinds = [...new Set(run.operations.map(operation => operation[OP.kind]))].sort();
  const search = element('input', {type: 'search', id: `${id}-search`, placeholder: 'name, block, source, shape', autocomplete: 'off'});
  const kind = element('select', {id: `${id}-kind`}, element('option', {value: ''}, 'all kinds'), ...kinds.map(name => element('option', {value: name}, name)));
  const status = element('span', {class: 'note', role: 'status'});
  const body = element('tbody');
  const more = element('button', {type: 'button'}, `Show ${pageSize} more`);
  const state = {column: 4, descending: true, shown: pageSize};
  const heads = columns.map((column, i) => element('th', {scope: 'col', ...(column.number ? {class: 'number'} : {})},
    element('button', {type: 'button', onclick: () => sortBy(i)}, column.text)));

  function sortBy(i) {
    state.descending = state.column === i ? !state.descending : Boolean(columns[i].number);
    state.column = i;
    state.shown = pageSize;
    refresh();
  }

  function matching() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    return run.operations.filter(operation => {
      if (kind.value && operation[OP.kind] !== kind.value) return false;
      const text = [operation[OP.name], operation[OP.kind], ...operation[OP.group], operation[OP.ofm], ...operation[OP.source]].join(' ').toLowerCase();
      return words.every(word => text.includes(word));
    });
  }

  function refresh() {
    const {value} = columns[state.column];
    const rows = matching().sort((a, b) => {
      const left = value(a), right = value(b);
      const order = left < right ? -1 : left > right ? 1 : a[OP.index] - b[OP.index];
      return state.descending ? -order : order;
    });
    heads.forEach((head, i) => {
      if (i === state.column) head.setAttribute('aria-sort', state.descending ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    });
    body.replaceChildren(...rows.slice(0, state.shown).map(row));
    const cycles = sum(rows.map(operation => operation[OP.cycles]));
    status.textContent = `${rows.length} of ${run.operations.length} operations, ${format.scaled(cycles, 'cycles')} (${format.share(cycles / Math.max(1, run.activeCycles))})`;
    more.hidden = rows.length <= state.shown;
  }

  function row(operation) {
    const result = element('tr', {}, ...columns.map(column => element('td', column.number ? {class: 'number'} : column.wide ? {class: 'name'} : {}, column.show(operation))));
    const name = result.children[1];
    const toggle = element('button', {type: 'button', 'aria-expanded': 'false', title: 'Show what it is made of', onclick: () => {
      const open = toggle.getAttribute('aria-expanded') === 'true';
      toggle.setAttribute('aria-expanded', String(!open));
      if (open) result.nextSibling.remove();
      else result.after(detail(operation));
    }}, '⋯');
    toggle.setAttribute('aria-label', `Details of ${operation[OP.name]}`);
    name.append(' ', toggle);
    return result;
  }

  function detail(operation) {
    const parts = [['input', operation[OP.ifm]], ['output', operation[OP.ofm]], ['block', operation[OP.block]], ['schedule', operation[OP.details]],
      ['cycles', operation[OP.end] ? `${format.integer(operation[OP.start])} to ${format.integer(operation[OP.end])}` : ''],
      ['reasons', operation[OP.categories].map((cycles, i) => cycles ? `${categories[i]} ${format.integer(cycles)}` : '').filter(Boolean).join(', ')],
      ['TOSA', operation[OP.source].join(', ')]].filter(([, text]) => text);
    return element('tr', {class: 'detail'}, element('td', {}), element('td', {colspan: String(columns.length - 1), class: 'wrap'},
      ...parts.flatMap(([label, text], i) => [i ? element('br') : null, element('strong', {}, `${label}: `), text])));
  }

  more.addEventListener('click', () => { state.shown += pageSize; refresh(); });
  search.addEventListener('input', () => { state.shown = pageSize; refresh(); });
  kind.addEventListener('change', () => { state.shown = pageSize; refresh(); });
  const parent = section(id, 'Operators', 'One row per scheduled operation with its stripes and transfers. A heading sorts, the dots show the details.',
    element('div', {class: 'controls'}, element('label', {for: `${id}-search`}, 'Search'), search, element('label', {for: `${id}-kind`}, 'Kind'), kind, status),
    categoryLegend(categories, new Set(run.categories.map(share => share.category))),
    scroller('Table of operators', 'scroll',
      element('table', {class: 'operators'}, element('caption', {class: 'skip'}, 'Operators'), element('thead', {}, element('tr', {}, ...heads)), body)),
    element('p', {}, more));
  parent.classList.add('long');
  refresh();
}

function categoryBar(operation, categories) {
  const total = Math.max(1, operation[OP.cycles]);
  const used = operation[OP.categories].map((cycles, i) => ({cycles, i})).filter(({cycles}) => cycles > 0);
  const text = used.map(({cycles, i}) => `${categories[i]} ${format.share(cycles / total)}`).join(', ');
  return element('div', {class: 'bar', role: 'img', 'aria-label': text, title: text},
    ...used.map(({cycles, i}) => element('span', {style: `width:${100 * cycles / total}%;background:${charts.categoryColours[i]}`})));
}

function categoryLegend(categories, used) {
  return element('div', {class: 'legend'}, ...categories.map((name, i) => used.has(i)
    ? element('span', {}, element('i', {style: `background:${charts.categoryColours[i]}`}), name) : null));
}
