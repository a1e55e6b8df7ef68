// The sections of a comparison with published measurements.
function layout(data) {
  const generations = [...new Set(data.rows.map(row => row.generation))].sort();
  const percent = value => typeof value === 'number' ? `${value >= 0 ? '+' : '\u2212'}${Math.abs(value).toFixed(1)} %` : '';
  const mean = values => values.reduce((total, value) => total + Math.abs(value), 0) / values.length;

  headline();
  scatterSection();
  errorSection();
  rowsSection();
  if (data.skipped.length) {
    section('skipped', 'Not replayed', `${data.skipped.length} rows of the corpus.`, scroller('Rows that were not replayed', 'scroll',
      simpleTable('Why', [{text: 'row'}, {text: 'reason'}], data.skipped.map(row => [row.id, breakable(row.reason)]))));
  }

  function card(value, label, against) {
    return element('div', {class: 'card'}, element('div', {class: 'value'}, value), element('div', {class: 'label'}, label), element('div', {class: 'against'}, against));
  }

  function headline() {
    const vela = name => {
      const known = data.rows.filter(row => typeof row.velaErrorPercent === 'number' && row.exact && row.generation === name);
      return known.length ? `, the compiler's estimate ${mean(known.map(row => row.velaErrorPercent)).toFixed(1)} % over ${known.length}` : '';
    };
    section('headline', 'Error of the active cycles', 'Mean of the sizes of the relative errors, of rows whose active cycles are published.',
      element('div', {class: 'cards'}, data.overall.rows
        ? card(`${data.overall.mean.toFixed(1)} %`, 'all rows', `${data.overall.rows} rows, worst ${data.overall.worst.toFixed(1)} %`)
        : card('\u2013', 'all rows', 'active cycles are published of none'),
        ...data.generations.map(group => card(`${group.mean.toFixed(1)} %`, `networks on ${group.group.toUpperCase()}`, `${group.rows} rows, worst ${group.worst.toFixed(1)} %${vela(group.group)}`))));
  }

  function scatterSection() {
    const parent = section('scatter', 'Simulated against published', 'Both axes are logarithmic; on the line the two are equal. Of hollow marks the active cycles are not published, but a total or a time.');
    const all = data.rows.flatMap(row => [row.publishedCycles, row.simulatedCycles]).filter(value => value > 0);
    charts.figure(parent, 'Cycles', theme => {
      const axis = (kind, name) => charts.logAxis(kind, name, all);
      return {
        grid: {left: 72, right: 24, top: 40, bottom: 52}, legend: charts.legend(theme, {top: 0, data: generations}),
        tooltip: {...theme.tooltip, formatter: mark => mark.data.row ? [mark.data.row.id, `published ${mark.data.row.basis} ${format.integer(mark.data.row.publishedCycles)}`,
          `simulated NPU ACTIVE ${format.integer(mark.data.row.simulatedCycles)}`, percent(mark.data.row.errorPercent)].map(echarts.format.encodeHTML).join('<br>') : ''},
        xAxis: {...axis(theme.across, 'published cycles'), nameGap: 32}, yAxis: {...axis(theme.axis, 'simulated cycles'), nameGap: 52},
        series: [{name: 'equal', type: 'line', symbol: 'none', silent: true, data: [[1e-3, 1e-3], [1e15, 1e15]], lineStyle: {type: 'dashed', color: theme.soft}},
          ...generations.map((name, i) => ({name, type: 'scatter', symbolSize: 7, itemStyle: {color: charts.seriesColours[i], opacity: 0.8},
            data: data.rows.filter(row => row.generation === name).map(row => ({value: [row.publishedCycles, row.simulatedCycles], row,
              ...(row.exact ? {} : {symbol: 'emptyCircle'})}))}))],
      };
    }, {height: 480, description: `${data.rows.length} rows, simulated against published cycles`});
  }

  function errorSection() {
    const parent = section('errors', 'How the errors are spread', 'All rows by the size of their error, against whatever is published; the last bar holds all beyond.');
    const width = 2, bars = 11;
    const counts = generations.map(name => {
      const bins = new Array(bars).fill(0);
      data.rows.filter(row => row.generation === name).forEach(row => bins[Math.min(bars - 1, Math.floor(Math.abs(row.errorPercent) / width))]++);
      return bins;
    });
    charts.figure(parent, 'Rows by error', theme => ({
      grid: {left: 56, right: 16, top: 40, bottom: 48}, legend: charts.legend(theme, {top: 0}), tooltip: {trigger: 'axis', ...theme.tooltip},
      xAxis: {type: 'category', name: 'size of the error', nameLocation: 'middle', nameGap: 32, ...theme.across,
        data: new Array(bars).fill(0).map((zero, i) => i < bars - 1 ? `${i * width}–${(i + 1) * width} %` : `over ${i * width} %`)},
      yAxis: {type: 'value', name: 'rows', ...theme.axis},
      series: generations.map((name, i) => ({name, type: 'bar', stack: 'all', itemStyle: {color: charts.seriesColours[i]}, data: counts[i]})),
    }), {description: 'Number of rows by the size of their error'});
  }

  function rowsSection() {
    const columns = [
      {text: 'Row', value: row => row.id}, {text: 'Network or layer', value: row => row.workload}, {text: 'NPU', value: row => row.npu}, {text: 'Compared', value: row => row.basis},
      {text: 'Published', number: true, value: row => row.publishedCycles, show: row => format.integer(row.publishedCycles)},
      {text: 'Simulated', number: true, value: row => row.simulatedCycles, show: row => format.integer(row.simulatedCycles)},
      {text: 'Error', number: true, value: row => Math.abs(row.errorPercent), show: row => percent(row.errorPercent)},
      {text: 'Compiler', number: true, value: row => Math.abs(row.velaErrorPercent ?? 0), show: row => percent(row.velaErrorPercent)},
      ...['SRAM rd', 'SRAM wr', 'EXT rd', 'EXT wr'].map((text, i) => ({text, number: true, value: row => Math.abs(row.beatErrorPercent[i] ?? 0), show: row => percent(row.beatErrorPercent[i])})),
    ];
    const state = {column: 6, descending: true};
    const search = element('input', {type: 'search', id: 'rows-search', placeholder: 'row, network, NPU', autocomplete: 'off'});
    const status = element('span', {class: 'note', role: 'status'});
    const body = element('tbody');
    const heads = columns.map((column, i) => element('th', {scope: 'col', ...(column.number ? {class: 'number'} : {})}, element('button', {type: 'button', onclick: () => {
      state.descending = state.column === i ? !state.descending : Boolean(column.number);
      state.column = i;
      refresh();
    }}, column.text)));
    search.addEventListener('input', refresh);
    section('rows', 'Rows', 'Errors are relative to the published value; the compiler’s is that of its own estimate, the last four are of the beats. A heading sorts.',
      element('div', {class: 'controls'}, element('label', {for: 'rows-search'}, 'Search'), search, status),
      scroller('Table of rows', 'scroll',
        element('table', {}, element('caption', {class: 'skip'}, 'Rows'), element('thead', {}, element('tr', {}, ...heads)), body))).classList.add('long');
    refresh();

    function refresh() {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const {value} = columns[state.column];
      const rows = data.rows.filter(row => words.every(word => `${row.id} ${row.workload} ${row.npu}`.toLowerCase().includes(word)))
        .sort((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0) * (state.descending ? -1 : 1));
      heads.forEach((head, i) => {
        if (i === state.column) head.setAttribute('aria-sort', state.descending ? 'descending' : 'ascending');
        else head.removeAttribute('aria-sort');
      });
      body.replaceChildren(...rows.map(row => element('tr', {}, ...columns.map(column => element('td', column.number ? {class: 'number'} : {}, (column.show ?? column.value)(row))))));
      status.textContent = `${rows.length} of ${data.rows.length} rows`;
    }
  }
}
