// An index of many runs: a figure and a table that is sorted by any column and filtered by text.
function layout({batch: rows}) {
  batchFigure(rows);
  const columns = [
    {text: 'Run', value: row => row.run, show: row => row.report === null ? breakable(row.run || '.')
      : element('a', {href: row.report.split('/').map(encodeURIComponent).join('/')}, breakable(row.run || '.'))},
    {text: 'Workload', value: row => row.workload, show: row => breakable(row.workload)},
    {text: 'Accelerator', value: row => row.accelerator, show: row => breakable(row.accelerator)},
    {text: 'System', value: row => `${row.system}, ${row.memoryMode}`, show: row => breakable(`${row.system}, ${row.memoryMode}`)},
    {text: 'Inference time', number: true, value: row => row.latencySeconds, show: row => format.seconds(row.latencySeconds)},
    {text: 'Active cycles', number: true, value: row => row.activeCycles, show: row => format.integer(row.activeCycles)},
    {text: 'CPU cycles', number: true, value: row => row.hostCycles, show: row => row.hostCycles ? format.integer(row.hostCycles) : ''},
    {text: 'MACs used', number: true, value: row => row.macUtilisation, show: row => format.share(row.macUtilisation)},
    {text: 'Traffic', number: true, value: row => row.bytes, show: row => format.scaled(row.bytes, 'B')},
    {text: 'Peak', number: true, value: row => row.peakBytes ?? -1, show: row => row.peakBytes === null ? '' : format.scaled(row.peakBytes, 'B')},
    {text: 'Energy', number: true, value: row => row.joules ?? -1, show: row => row.joules === null ? '' : format.joules(row.joules)},
    {text: 'Bound by', value: row => row.bound},
    {text: 'State', value: row => row.complete ? '' : 'interrupted'},
  ].filter(column => column.text !== 'CPU cycles' || rows.some(row => row.hostCycles > 0));
  const state = {column: 0, descending: false};
  const search = element('input', {type: 'search', id: 'runs-search', placeholder: 'run, workload, design', autocomplete: 'off'});
  const status = element('span', {class: 'note', role: 'status'});
  const body = element('tbody');
  const heads = columns.map((column, i) => element('th', {scope: 'col', ...(column.number ? {class: 'number'} : {})},
    element('button', {type: 'button', onclick: () => {
      state.descending = state.column === i ? !state.descending : Boolean(column.number);
      state.column = i;
      refresh();
    }}, column.text)));

  function refresh() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const {value} = columns[state.column];
    const shown = rows.filter(row => {
      const text = [row.run, row.workload, row.accelerator, row.system, row.memoryMode].join(' ').toLowerCase();
      return words.every(word => text.includes(word));
    }).sort((a, b) => {
      const order = value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : a.run < b.run ? -1 : 1;
      return state.descending ? -order : order;
    });
    heads.forEach((head, i) => {
      if (i === state.column) head.setAttribute('aria-sort', state.descending ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    });
    status.textContent = `${shown.length} of ${rows.length} runs`;
    body.replaceChildren(...shown.map(row => element('tr', {}, ...columns.map(column =>
      element('td', column.number ? {class: 'number'} : {}, (column.show ?? column.value)(row))))));
  }
  search.addEventListener('input', refresh);
  section('runs', 'Runs', 'A run with a report of its own is a link to it. The same numbers are in summary.csv and summary.parquet.',
    element('div', {class: 'controls'}, element('label', {for: 'runs-search'}, 'Search'), search, status),
    scroller('Table of runs', 'scroll',
      element('table', {}, element('caption', {class: 'skip'}, 'Runs'), element('thead', {}, element('tr', {}, ...heads)), body)));
  refresh();
}

function batchFigure(rows) {
  const costed = rows.filter(row => row.joules > 0 && row.latencySeconds > 0);
  if (costed.length < 2) return;
  const workloads = [...new Set(costed.map(row => row.workload))];
  const parent = section('overview', 'Overview', 'One point a run. Energy is an estimate by the table that the description names.');
  charts.figure(parent, 'Inference time against energy', theme => ({
    grid: {left: 56, right: 24, top: 40, bottom: 44}, legend: charts.legend(theme, {top: 0}),
    tooltip: {...theme.tooltip,
      formatter: point => `${echarts.format.encodeHTML(point.data.name)}<br>${format.decimal(point.value[0])} ms, ${format.decimal(point.value[1])} mJ`},
    xAxis: {...charts.logAxis(theme.across, 'inference time, ms', costed.map(row => row.latencySeconds * 1e3)), nameGap: 30},
    yAxis: {...charts.logAxis(theme.axis, 'energy, mJ (estimate)', costed.map(row => row.joules * 1e3)), nameGap: 42},
    series: workloads.map((workload, i) => ({name: workload, type: 'scatter', symbolSize: 9, ...charts.mark(i),
      data: costed.filter(row => row.workload === workload)
        .map(row => ({name: `${row.run}: ${row.workload} on ${row.accelerator}`, value: [row.latencySeconds * 1e3, row.joules * 1e3]}))})),
  }), {tall: true, description: `Inference time against energy of ${costed.length} runs`});
}
