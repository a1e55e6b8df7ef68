// The figures of one run.

function headlineSection(run, id) {
  const cards = run.headline.map(figure => element('div', {class: 'card'},
    element('div', {class: 'label'}, figure.label),
    element('div', {class: 'value'}, figure.text),
    element('div', {class: 'against'}, ...(figure.published
      ? [`published ${figure.published}, `, differenceText(figure.difference, 0.05)] : []))));
  const result = section(id, 'Headline', `${run.workload} on ${run.label} · ${run.settings}`,
    run.complete ? null : element('p', {class: 'notice'}, 'The run was interrupted: all numbers cover only its beginning.'),
    element('div', {class: 'cards'}, ...cards));
  if (run.energy) {
    result.append(element('p', {class: 'note'}, `Energy and area by the table ${run.energy.table} (${run.energy.source}), `
      + `±${Math.round(run.energy.uncertainty * 100)} %: `
      + ['mac', 'memory', 'output', 'leakage'].map(part => `${part} ${format.joules(run.energy[`${part}Joules`])}`).join(', ')
      + `; ${format.decimal(run.energy.squareMillimetres)} mm² of MAC array and buffers.`));
  }
  return result;
}

function countersSection(run, id) {
  const note = run.reference ? `Published: ${run.reference}` : 'Nobody has published counters for this run.';
  const columns = [{text: 'Counter'}, {text: 'simulated', number: true}, {text: 'unit'},
    ...(run.reference ? [{text: 'published', number: true}, {text: 'difference', number: true}] : [])];
  section(id, 'PMU counters', note, scroller('Totals of the run', 'wide', simpleTable('Totals of the run', columns, run.counters.map(counter => [
    breakable(counter.label), format.integer(counter.value), counter.unit,
    ...(run.reference ? [counter.published === null ? '' : format.integer(counter.published), differenceText(counter.difference, 0.1)] : [])]))));
}

// Sums of the operations' cycles by category, grouped by a key.
function groupCycles(run, key) {
  const groups = new Map();
  for (const operation of run.operations) {
    const name = key(operation);
    const group = groups.get(name) ?? {name, cycles: 0, categories: run.operations[0][OP.categories].map(() => 0)};
    group.cycles += operation[OP.cycles];
    operation[OP.categories].forEach((cycles, i) => { group.categories[i] += cycles; });
    groups.set(name, group);
  }
  return [...groups.values()].sort((a, b) => b.cycles - a.cycles);
}

function stackedBars(parent, title, categories, groups, unitNote) {
  const shown = groups.slice(0, 32).reverse();
  const present = categories.map((name, i) => ({name, i})).filter(({i}) => shown.some(group => group.categories[i] > 0));
  charts.figure(parent, title, theme => ({
    grid: {left: 20, right: 24, top: 8, bottom: 36, containLabel: true},
    tooltip: {trigger: 'axis', axisPointer: {type: 'shadow'}, ...theme.tooltip, valueFormatter: value => `${format.scaled(value, '')} ${unitNote}`},
    xAxis: {type: 'value', name: unitNote, nameLocation: 'middle', nameGap: 28, ...theme.across, axisLabel: {...theme.across.axisLabel, formatter: value => format.tick(value)}},
    yAxis: {type: 'category', data: shown.map(group => group.name), ...theme.axis, axisLabel: {...theme.axis.axisLabel, width: 150, overflow: 'truncate'}},
    series: present.map(({name, i}) => ({name, type: 'bar', stack: 'cycles', itemStyle: {color: charts.categoryColours[i]},
      data: shown.map(group => group.categories[i])})),
  }), {height: Math.max(150, 68 + shown.length * 26), description: `${title}: ${groups.slice(0, 5).map(group => `${group.name} ${format.scaled(group.cycles, 'cycles')}`).join(', ')}`});
}

function whereSection(run, categories, id) {
  const parent = section(id, 'Where the cycles go', 'Every active cycle of the run has exactly one reason; the bars add up to NPU ACTIVE.');
  const pair = element('div', {class: 'pair'});
  parent.append(categoryLegend(categories, new Set(run.categories.map(share => share.category))), pair);
  charts.figure(pair, 'By reason', theme => ({
    grid: {left: 20, right: 70, top: 10, bottom: 8, containLabel: true},
    xAxis: {type: 'value', ...theme.axis, axisLabel: {show: false}, splitLine: {show: false}},
    yAxis: {type: 'category', data: [...run.categories].reverse().map(share => categories[share.category]), ...theme.axis, axisLabel: {color: theme.ink}},
    tooltip: {...theme.tooltip, valueFormatter: value => format.scaled(value, 'cycles')},
    series: [{type: 'bar', name: 'cycles', label: {show: true, position: 'right', color: theme.soft, formatter: point => format.share(point.value / run.activeCycles)},
      data: [...run.categories].reverse().map(share => ({value: share.cycles, itemStyle: {color: charts.categoryColours[share.category]}}))}],
  }), {description: `Cycles by reason: ${run.categories.map(share => `${categories[share.category]} ${format.share(share.share)}`).join(', ')}`});
  stackedBars(pair, 'By kind of operation', categories, groupCycles(run, operation => operation[OP.kind]), 'cycles');
  const order = [...new Set(run.operations.map(operation => operation[OP.group][0] ?? 'other'))];
  const blocks = groupCycles(run, operation => operation[OP.group][0] ?? 'other')
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  if (blocks.length > 1) {
    const second = element('div', {class: 'pair'});
    parent.append(second);
    stackedBars(second, 'By block of the network', categories, blocks, 'cycles');
    treemap(second, run);
  }
}

// Segments of the network by side, in the order in which they run.
function divisionSection(run, id) {
  if (!run.division) return;
  const {parts, processor, segments} = run.division;
  const names = Object.keys(parts);
  const total = Object.values(parts).reduce((a, b) => a + b, 0);
  const colours = [charts.seriesColours[0], charts.seriesColours[1], charts.seriesColours[4], charts.seriesColours[5]];
  const parent = section(id, 'NPU and CPU', `${segments.length} segments with ${segments.length - 1} transitions: operators that ${run.label} `
    + 'cannot run go to the processor beside it, and the NPU waits meanwhile. Cycles of the processor are those of the NPU\u2019s clock; they rest on the description\u2019s cost tables, which are assumptions: they rank placements.');
  const bars = (title, rows, legend) => charts.figure(parent, title, theme => ({
    grid: {left: 8, right: 24, top: 34, bottom: 36, containLabel: true},
    legend: charts.legend(theme, {top: 0, data: legend}),
    tooltip: {...theme.tooltip,
      formatter: point => `${echarts.format.encodeHTML(point.data.what ?? point.seriesName)}<br>${format.scaled(point.value, 'cycles')} (${format.share(point.value / total)})`},
    xAxis: {type: 'value', name: 'cycles', nameLocation: 'middle', nameGap: 28, max: total, ...theme.across, axisLabel: {...theme.across.axisLabel, formatter: value => format.tick(value)}},
    yAxis: {type: 'category', data: [''], ...theme.axis, axisTick: {show: false}},
    series: rows,
  }), {height: 142, description: `${title}: ${rows.map(row => `${row.data[0].what ?? row.name} ${format.scaled(row.data[0].value, 'cycles')}`).join(', ')}`});
  const bar = (name, value, colour, theme, what) => ({name, type: 'bar', stack: 'all', barWidth: 34, itemStyle: {color: colour, borderColor: 'transparent'}, data: [{value, what}]});
  bars('What the cycles are spent on', names.map((name, i) => bar(name, parts[name], colours[i])), names);
  bars('In order of time', segments.map((segment, i) => bar(segment.onCpu ? 'CPU' : 'NPU', segment.cycles, colours[segment.onCpu ? 1 : 0], null,
    `segment ${i + 1}, ${segment.onCpu ? 'CPU' : 'NPU'}: ${segment.first} … ${segment.last}`)), ['NPU', 'CPU']);
  parent.append(scroller('What the CPU computes', 'wide', simpleTable('What the CPU computes', [{text: 'operator'}, {text: 'operators', number: true}, {text: 'cycles', number: true}, {text: 'share', number: true}, {text: 'why'}],
    processor.map(work => [work.kind, String(work.operators), format.integer(work.cycles), format.share(work.cycles / total), work.reason]))));
  parent.append(scroller('Segments', 'wide', simpleTable('Segments', [{text: 'segment', number: true}, {text: 'side'}, {text: 'operations', number: true}, {text: 'from'}, {text: 'to'}, {text: 'cycles', number: true}, {text: 'share', number: true}],
    segments.map((segment, i) => [String(i + 1), segment.onCpu ? 'CPU' : 'NPU', String(segment.operations), breakable(segment.first), breakable(segment.last),
      format.integer(segment.cycles), format.share(segment.cycles / total)]))));
}

const TREEMAP_LABEL_MARGINS = 12; // 5 on both sides, and what the chart keeps besides

function treemap(parent, run) {
  const root = new Map();
  for (const operation of run.operations) {
    if (operation[OP.cycles] <= 0) continue;
    let level = root;
    for (const name of [...(operation[OP.group].length ? operation[OP.group] : ['other']), operation[OP.kind]]) {
      if (!level.has(name)) level.set(name, {name, value: 0, inner: new Map()});
      level.get(name).value += operation[OP.cycles];
      level = level.get(name).inner;
    }
  }
  const nodes = level => [...level.values()].map(({name, value, inner}) => inner.size ? {name, value, children: nodes(inner)} : {name, value});
  // Name and share, else the name, else its beginning if that can be read; the tooltip has both in any case.
  const label = chart => point => {
    const room = chart.getModel().getSeriesByIndex(0).getData().getItemLayout(point.dataIndex).width - TREEMAP_LABEL_MARGINS;
    const fits = text => echarts.format.getTextRect(text, '12px system-ui, sans-serif').width <= room;
    const whole = `${point.name} ${format.share(point.value / run.activeCycles)}`;
    return [whole, point.name].find(fits) ?? (fits(`${point.name.slice(0, 4)}...`) ? point.name : '');
  };
  charts.figure(parent, 'Blocks within blocks', (theme, chart) => ({
    tooltip: {...theme.tooltip,
      formatter: point => `${point.treePathInfo.slice(1).map(part => echarts.format.encodeHTML(part.name)).join(' › ')}<br>${format.scaled(point.value, 'cycles')} (${format.share(point.value / run.activeCycles)})`},
    series: [{type: 'treemap', name: 'all', animation: false, data: nodes(root), roam: false, nodeClick: 'zoomToNode', leafDepth: 99, // else the path below names what lies in the middle
       left: 0, right: 0, top: 0, bottom: 32, breadcrumb: {bottom: 0, itemStyle: {color: theme.page, borderColor: theme.line, textStyle: {color: theme.ink}}},
      itemStyle: {borderColor: theme.card, gapWidth: 1},
      label: {color: '#ffffff', overflow: 'truncate', formatter: label(chart)},
      levels: [{itemStyle: {gapWidth: 3}, color: charts.levelColours, colorMappingBy: 'index'},
        {upperLabel: {show: true, height: 20, color: theme.ink, formatter: label(chart)}, itemStyle: {gapWidth: 1}, colorAlpha: [0.75, 1]},
        {itemStyle: {gapWidth: 1}}]}],
  }), {tall: true, description: 'Treemap of the active cycles by block and operation kind; the operator table has the same numbers'});
}

function rooflineSection(run, id) {
  const sides = run.ports.map((port, i) => ({...port, i})).filter(port => port.bytesPerCycle > 0);
  if (!sides.length) return;
  const parent = section(id, 'Roofline', 'One point per operation with multiply-accumulates: what it does per byte moved against what it does per cycle. '
    + 'Points on a line are as fast as the array or the memory allows.');
  const pair = element('div', {class: 'pair'});
  parent.append(pair);
  for (const side of sides) {
    const points = run.operations.filter(operation => operation[OP.macs] > 0 && operation[OP.cycles] > 0
      && operation[OP.readBytes][side.i] + operation[OP.writeBytes][side.i] > 0).map(operation => {
        const bytes = operation[OP.readBytes][side.i] + operation[OP.writeBytes][side.i];
        return {value: [operation[OP.macs] / bytes, operation[OP.macs] / operation[OP.cycles]], name: operation[OP.name], kind: operation[OP.kind], cycles: operation[OP.cycles]};
      });
    if (!points.length) continue;
    const knee = run.macsPerCycle / side.bytesPerCycle;
    // Wider than any axis, which cuts it.
    const roof = [knee * 1e-9, knee, knee * 1e9].map(x => [x, Math.min(run.macsPerCycle, x * side.bytesPerCycle)]);
    const kinds = [...new Set(points.map(point => point.kind))];
    charts.figure(pair, `Against ${side.memory}, ${format.decimal(side.bytesPerCycle)} B/cycle`, theme => ({
      grid: {left: 48, right: 20, top: 36, bottom: 44},
      legend: charts.legend(theme, {top: 0}),
      xAxis: {...charts.logAxis(theme.across, 'MAC per byte', points.map(point => point.value[0]).concat(knee)), nameGap: 30},
      yAxis: {...charts.logAxis(theme.axis, 'MAC per cycle', points.map(point => point.value[1]).concat(run.macsPerCycle)), nameGap: 36},
      tooltip: {...theme.tooltip, formatter: point => point.seriesName === 'roof' ? ''
        : `${echarts.format.encodeHTML(point.data.name)}<br>${format.decimal(point.data.value[0])} MAC/B, ${format.decimal(point.data.value[1])} MAC/cycle<br>${format.scaled(point.data.cycles, 'cycles')}`},
      series: [
        {name: 'roof', type: 'line', data: roof, symbol: 'none', lineStyle: {color: theme.soft, width: 2}, itemStyle: {color: theme.soft}},
        ...kinds.map((kind, i) => ({name: kind, type: 'scatter', ...charts.mark(i),
          symbolSize: (value, params) => 4 + 16 * Math.sqrt(params.data.cycles / run.activeCycles), data: points.filter(point => point.kind === kind)})),
      ],
    }), {tall: true, description: `Roofline against ${side.memory}: ${points.length} operations, roof at ${run.macsPerCycle} MAC per cycle`});
  }
}

function timelineSection(run, id) {
  if (!run.timeline) return;
  const parent = section(id, 'Over time', 'Cycles from the start of the inference; a stretch with more samples than pixels shows its highest.');
  const curves = (place, title, list, unit) => list.length && charts.figure(place, title, theme => ({
    grid: {left: 8, right: 24, top: 52, bottom: 72, containLabel: true},
    legend: charts.legend(theme, {top: 0}),
    tooltip: {trigger: 'axis', ...theme.tooltip, valueFormatter: value => Number.isInteger(value) ? format.scaled(value, unit) : `${format.tick(value)} ${unit}`},
    dataZoom: [{type: 'slider', height: 18, bottom: 8, borderColor: theme.line, textStyle: {color: theme.soft}}, {type: 'inside', zoomOnMouseWheel: 'ctrl'}],
    xAxis: {type: 'value', name: 'cycles', nameLocation: 'middle', nameGap: 28, max: 'dataMax', ...theme.across, splitLine: {show: false}, axisLabel: {...theme.across.axisLabel, formatter: value => format.tick(value)}},
    yAxis: {type: 'value', name: unit, ...theme.axis, axisLabel: {...theme.axis.axisLabel, formatter: value => format.tick(value)}},
    series: list.map(curve => ({name: curve.name, type: 'line', step: 'end', symbol: 'none', lineStyle: {width: 1.2}, data: curve.points})),
  }), {description: `${title}: ${list.map(curve => curve.name).join(', ')}`});
  curves(parent, 'Bandwidth', run.timeline.bandwidth, 'B/cycle');
  // Each on a scale of its own: a staging area of some 100 kB would be a flat line beside megabytes of feature maps.
  const pair = element('div', {class: 'pair'});
  parent.append(pair);
  run.timeline.occupancy.forEach(curve => curves(pair, `${curve.name} in use`, [curve], 'B'));
}

function designSection(run, id) {
  const values = Object.entries(run.design);
  if (!values.length) return;
  section(id, 'Design', `${values.length} resolved values of ${run.label}`,
    element('details', {}, element('summary', {}, 'Show all values'),
      scroller('Values of the design', 'scroll', simpleTable('As resolved from the description', [{text: 'value of'}, {text: 'is'}],
        values.map(([path, value]) => [breakable(path), breakable(value)])))));
}
