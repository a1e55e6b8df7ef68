// Several runs side by side; the first is what the others are measured by.
function comparisonSections(data) {
  const {comparison, runs} = data;
  const columns = [{text: 'Figure'}, ...comparison.labels.map(text => ({text, number: true}))];
  const cell = (text, difference) => element('div', {}, text, difference === null ? null
    : element('div', {class: 'note'}, format.difference(difference)));
  const parent = section('comparison', 'Side by side', `Differences are relative to ${comparison.labels[0]}.`,
    scroller('Table of the runs', 'scroll whole', simpleTable(`Workload: ${runs[0].workload}`, columns, comparison.rows.map(row => [
      row.label, ...row.texts.map((text, i) => cell(text, row.differences[i]))]))));
  const groups = comparison.points.map((point, i) => ({name: comparison.labels[i], categories: point.categoryCycles,
    cycles: point.categoryCycles.reduce((sum, value) => sum + value, 0)}));
  parent.append(categoryLegend(data.categories, new Set(runs.flatMap(run => run.categories.map(share => share.category)))));
  stackedBars(parent, 'Active cycles by reason', data.categories, groups, 'cycles');
  const pair = element('div', {class: 'pair'});
  parent.append(pair);
  scaling(pair, comparison);
  pareto(pair, comparison);
  differences(comparison);
}

function scaling(parent, {points, labels}) {
  const sizes = points.map((point, i) => ({...point, label: labels[i]})).sort((a, b) => a.macsPerCycle - b.macsPerCycle);
  if (new Set(sizes.map(point => point.macsPerCycle)).size < 2) return;
  const ideal = sizes.map(point => [point.macsPerCycle, sizes[0].latencySeconds * sizes[0].macsPerCycle / point.macsPerCycle * 1e3]);
  charts.figure(parent, 'Scaling with the size of the array', theme => ({
    grid: {left: 56, right: 24, top: 40, bottom: 44}, legend: charts.legend(theme, {top: 0}),
    tooltip: {...theme.tooltip,
      formatter: point => `${echarts.format.encodeHTML(point.data.name ?? point.seriesName)}<br>${format.decimal(point.data.value?.[1] ?? point.data[1])} ms`},
    xAxis: {type: 'log', logBase: 2, name: 'MAC per cycle', nameLocation: 'middle', nameGap: 30, min: 'dataMin', max: 'dataMax', ...theme.across, axisLabel: {...theme.across.axisLabel, formatter: value => format.integer(value)}},
    yAxis: {...charts.logAxis(theme.axis, 'inference time, ms', ideal.map(point => point[1]).concat(sizes.map(point => point.latencySeconds * 1e3))), nameGap: 42},
    series: [
      {name: 'simulated', type: 'line', symbolSize: 9, data: sizes.map(point => ({value: [point.macsPerCycle, point.latencySeconds * 1e3], name: point.label}))},
      {name: 'as fast as the array grows', type: 'line', symbol: 'none', lineStyle: {type: 'dashed', color: theme.soft}, itemStyle: {color: theme.soft}, data: ideal},
    ],
  }), {description: `Inference time by array size: ${sizes.map(point => `${point.label} ${format.seconds(point.latencySeconds)}`).join(', ')}`});
}

function pareto(parent, {points, labels}) {
  const costed = points.map((point, i) => ({...point, label: labels[i]})).filter(point => point.joules !== null);
  if (costed.length < 2) return;
  const best = costed.filter(point => !costed.some(other => other !== point && other.joules <= point.joules && other.latencySeconds <= point.latencySeconds
    && (other.joules < point.joules || other.latencySeconds < point.latencySeconds))).sort((a, b) => a.latencySeconds - b.latencySeconds);
  const place = point => [point.latencySeconds * 1e3, point.joules * 1e3];
  charts.figure(parent, 'Inference time against energy', theme => ({
    grid: {left: 56, right: 140, top: 40, bottom: 44}, legend: charts.legend(theme, {top: 0}),
    tooltip: {...theme.tooltip,
      formatter: point => `${echarts.format.encodeHTML(point.name)}<br>${format.decimal(point.value[0])} ms, ${format.decimal(point.value[1])} mJ`},
    xAxis: {type: 'value', name: 'inference time, ms', nameLocation: 'middle', nameGap: 30, scale: true, ...theme.across},
    yAxis: {type: 'value', name: 'energy, mJ (estimate)', nameLocation: 'middle', nameGap: 42, scale: true, ...theme.axis},
    series: [
      {name: 'not beaten in both', type: 'line', data: best.map(point => ({value: place(point), name: point.label})), symbol: 'emptyCircle', symbolSize: 18, itemStyle: {color: theme.soft}, lineStyle: {type: 'dashed', color: theme.soft}},
      {name: 'designs', type: 'scatter', z: 3, symbolSize: 11, data: costed.map(point => ({value: place(point), name: point.label})),
        label: {show: true, position: 'right', distance: 8, width: 130, overflow: 'truncate', color: theme.soft, formatter: point => point.name}, labelLayout: {hideOverlap: true}},
    ],
  }), {description: `Inference time against energy: ${costed.map(point => `${point.label} ${format.seconds(point.latencySeconds)}, ${format.decimal(point.joules * 1e3)} mJ`).join('; ')}`});
}

function differences({labels, operators}) {
  if (!operators.length) return;
  const first = cycles => cycles[0];
  const columns = [{text: 'Operator'}, {text: 'Kind'}, ...labels.map(text => ({text, number: true})), {text: 'What changed most'}];
  const parent = section('differences', 'Operators that differ most', `Active cycles; differences relative to ${labels[0]}. Operators are matched by the TOSA operator they begin with.`,
    scroller('Differences by operator', 'scroll', simpleTable('Largest spread first', columns, operators.map(row => [
      breakable(row.name), row.kind,
      ...row.cycles.map((cycles, i) => cycles < 0 ? 'fused elsewhere' : element('div', {}, format.integer(cycles),
        i === 0 || first(row.cycles) <= 0 ? null : element('div', {class: 'note'}, format.difference(cycles / first(row.cycles) - 1)))),
      row.reason]))));
  parent.classList.add('long');
}
