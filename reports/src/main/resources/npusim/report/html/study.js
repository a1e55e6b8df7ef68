// The sections of a report of a study. A row is [number of the point, choice by dimension …, metrics …].
function layout(data) {
  const {dimensions, metrics, rows} = data;
  const choice = (row, d) => dimensions[d].values[row[1 + d]];
  // What a point does not have is written as the text NaN.
  const metric = (row, m) => { const value = row[1 + dimensions.length + m]; return typeof value === 'number' ? value : null; };
  const onFront = new Set(data.front.map(i => rows[i][0]));
  const byPoint = new Map(rows.map(row => [row[0], row]));
  const designs = new Map(data.designs.map(design => [design.point, design]));
  const selection = {listeners: [], point: null, choose(point) { this.point = point; this.listeners.forEach(listener => listener(point)); }};

  const scaled = unit => (value, more) => format.scaled(value, unit, more);
  const quantities = {
    latency: format.seconds, energy: format.joules, area: (value, more) => `${value === 0 ? 0 : format.decimal(value * 1e6, more)} mm²`,
    mac_utilisation: format.share, active_cycles: scaled('cycles'), macs: scaled('MAC'),
    ...Object.fromEntries(['sram_peak', 'traffic', 'sram_traffic', 'external_traffic', 'arena_bytes', 'constant_bytes'].map(name => [name, scaled('B')])),
  };
  const shown = (m, value, more = 0) => typeof value !== 'number' || Number.isNaN(value) ? '' : (quantities[metrics[m].label] ?? format.tick)(value, more);
  // Ticks of an axis over a narrow range need more digits than a value alone.
  const digits = metrics.map((entry, m) => {
    const known = rows.map(row => metric(row, m)).filter(value => value !== null);
    const least = known.reduce((a, b) => Math.min(a, b), Infinity), most = known.reduce((a, b) => Math.max(a, b), -Infinity);
    return most > least ? Math.min(6, Math.max(0, Math.ceil(-Math.log10((most - least) / Math.max(Math.abs(least), Math.abs(most)))) - 1)) : 0;
  });
  const ticks = m => value => value === 0 ? '0' : shown(m, value, digits[m]);
  // Which way is better, beside the name of an objective.
  const directed = m => metrics[m].objective ? `${metrics[m].label} ${metrics[m].maximize ? '↑' : '↓'}` : metrics[m].label;
  const cut = (text, most) => text.length > most ? `${text.slice(0, most - 1)}…` : text;
  // The last part of a name, by which those of a family differ, has a line of its own where the whole does not fit.
  const fitting = width => name => name.length * 7 > width ? name.replace(/_(?=[^_]*$)/, '_\n') : name;
  const most = (shown, all, what) => shown < all ? ` ${shown} of the ${all} ${what} are shown.` : '';
  const short = path => path.split('.').slice(-2).join('.');
  const describe = row => dimensions.map((dimension, d) => `${dimension.path} = ${choice(row, d)}`);
  const objectives = metrics.map((entry, m) => m).filter(m => metrics[m].objective);

  headline();
  if (rows.length) frontSection();
  if (rows.length > 1) parallelSection();
  if (rows.length && data.scaling.length) scalingSection();
  if (rows.length && data.effects.length) sensitivitySection();
  if (designs.size) designsSection();
  if (data.infeasible.length) infeasibleSection();

  function headline() {
    const cards = [[String(data.points), 'points', `strategy ${data.strategy}`], [String(data.feasible), 'feasible', `${data.points - data.feasible} are not`],
      [String(data.front.length), 'on the front', 'none beats them in every objective']];
    for (const m of objectives) {
      if (!data.feasible) break;
      const best = rows.reduce((a, b) => (metrics[m].maximize ? metric(b, m) > metric(a, m) : metric(b, m) < metric(a, m)) ? b : a);
      cards.push([shown(m, metric(best, m)), `best ${metrics[m].label}`, `point ${best[0]}`]);
    }
    section('headline', 'Study', [data.documentation, `Workloads: ${data.workloads.join(', ')}.`].filter(Boolean).join(' '),
      element('div', {class: 'cards'}, ...cards.map(([value, label, against]) => element('div', {class: 'card'},
        element('div', {class: 'value'}, value), element('div', {class: 'label'}, label), element('div', {class: 'against'}, against)))));
  }

  function select(label, id, entries, start, change) {
    const box = element('select', {id, onchange: event => change(Number(event.target.value))},
      ...entries.map((text, i) => element('option', {value: i, ...(i === start ? {selected: ''} : {})}, text)));
    return element('span', {}, element('label', {for: id}, `${label} `), box);
  }

  function frontSection() {
    const view = {x: objectives[0] ?? 0, y: objectives[1] ?? Math.min(1, metrics.length - 1), colour: 0};
    const parent = section('front', 'Pareto front', 'Each mark is a point; the large ones are not beaten in every objective. Arrows beside objectives say which way is better. Click on a mark to see its design'
      + (rows.length < data.feasible ? `; ${rows.length} of the ${data.feasible} feasible points are drawn, all of the front among them.` : '.'));
    const names = metrics.map(entry => entry.label);
    const draw = () => charts.draw(figure);
    const controls = element('div', {class: 'controls'},
      select('Across', 'front-x', names, view.x, value => { view.x = value; draw(); }),
      select('Up', 'front-y', names, view.y, value => { view.y = value; draw(); }),
      select('Colour by', 'front-colour', dimensions.map(dimension => dimension.path), 0, value => { view.colour = value; draw(); }));
    parent.append(controls);
    const figure = charts.figure(parent, 'Points', theme => {
      const values = dimensions[view.colour].values;
      const marks = row => ({value: [metric(row, view.x), metric(row, view.y), row[1 + view.colour]], point: row[0]});
      const axis = (m, kind) => ({type: 'value', scale: true, name: directed(m), nameLocation: 'middle', ...kind, axisLabel: {...kind.axisLabel, formatter: ticks(m)}});
      const known = rows.filter(row => metric(row, view.x) !== null && metric(row, view.y) !== null);
      const named = values.length <= 12;
      const groups = named ? values.map((value, v) => ({name: value, rows: known.filter(row => row[1 + view.colour] === v)})).filter(group => group.rows.length)
        : [{name: 'points', rows: known}];
      const front = data.front.map(i => rows[i]).filter(row => known.includes(row));
      const line = [...front].sort((a, b) => metric(a, view.x) - metric(b, view.x));
      const usual = objectives.length === 2 && objectives.includes(view.x) && objectives.includes(view.y);
      return {
        ...(named ? {} : {visualMap: charts.shades(theme, values, groups.map((group, i) => i + (usual ? 1 : 0)))}),
        grid: {left: 84, right: named ? 24 : 130, top: 40, bottom: 48}, legend: charts.legend(theme, {top: 0}),
        tooltip: {...theme.tooltip, formatter: mark => mark.data.point === undefined ? '' : [`point ${mark.data.point}`,
          ...objectives.map(m => `${metrics[m].label} ${shown(m, metric(byPoint.get(mark.data.point), m))}`),
          ...describe(byPoint.get(mark.data.point))].map(echarts.format.encodeHTML).join('<br>')},
        xAxis: {...axis(view.x, theme.across), nameGap: 30}, yAxis: {...axis(view.y, theme.axis), nameGap: 66},
        series: [
          ...(usual ? [{name: 'front', type: 'line', step: false, symbol: 'none', data: line.map(row => [metric(row, view.x), metric(row, view.y)]), lineStyle: {type: 'dashed', color: theme.soft}, itemStyle: {color: theme.soft}}] : []),
          ...groups.map((group, i) => ({name: group.name, type: 'scatter', ...charts.mark(i, charts.categoryColours),
            symbolSize: (value, mark) => onFront.has(mark.data.point) ? 12 : 7, data: group.rows.map(marks)})),
          {name: 'selected', type: 'scatter', symbolSize: 18, z: 5, itemStyle: {color: 'transparent', borderColor: theme.ink, borderWidth: 2},
            data: selection.point !== null && byPoint.has(selection.point) ? [marks(byPoint.get(selection.point))] : []},
        ],
      };
    }, {tall: true, description: `${rows.length} points, ${data.front.length} on the front`, onClick: mark => { if (mark.data.point !== undefined) selection.choose(mark.data.point); }});
    const details = element('div', {id: 'selected', 'aria-live': 'polite'}, element('p', {class: 'note'}, 'No point is selected.'));
    parent.append(details);
    selection.listeners.push(point => {
      draw();
      details.replaceChildren(...pointDetails(point));
    });
  }

  function pointDetails(point) {
    const row = byPoint.get(point), design = designs.get(point);
    return [element('h3', {}, `Point ${point}`),
      simpleTable('Its values', [{text: 'property or metric'}, {text: 'value'}],
        [...dimensions.map((dimension, d) => [breakable(dimension.path), breakable(choice(row, d))]), ...metrics.map((entry, m) => [breakable(entry.label), shown(m, metric(row, m))])]),
      ...(design ? [designText(design)] : [element('p', {}, 'Its description and full run: ', element('code', {class: 'wrap'}, `npusim study report STUDY --point ${point}`))])];
  }

  function designText(design) {
    const copy = element('button', {type: 'button', onclick: () => navigator.clipboard.writeText(design.text)}, 'Copy');
    return element('div', {}, element('p', {}, 'As a description, also in ', element('a', {href: design.file}, design.file), ' ', copy),
      element('pre', {class: 'scroll'}, design.text),
      ...design.runs.map(run => element('p', {}, `Full run of ${run.workload}: `, run.page ? element('a', {href: run.page}, run.page) : element('code', {class: 'wrap'}, run.command))));
  }

  function parallelSection() {
    const sparse = all => all.filter((row, i) => i % Math.ceil(all.length / 1500) === 0);
    const lines = [false, true].map(front => sparse(rows.filter(row => onFront.has(row[0]) === front)));
    const parent = section('parallel', 'All dimensions', 'One line per point. Drag along an axis to keep only the points in that stretch; the front is drawn heavier.'
      + most(lines.flat().length, rows.length, 'drawn points'));
    const used = [...dimensions.keys()].filter(d => dimensions[d].values.length > 1);
    charts.figure(parent, 'Parallel coordinates', theme => ({
      tooltip: {show: false},
      parallelAxis: [...used.map((d, i) => ({dim: i, name: short(dimensions[d].path).replace('.', '.\n'), type: 'category', data: dimensions[d].values})),
        ...objectives.map((m, i) => ({dim: used.length + i, name: cut(directed(m), 24), type: 'value', scale: true, axisLabel: {formatter: ticks(m)}}))],
      parallel: {left: 60, right: 90, top: 56, bottom: 24, parallelAxisDefault: {nameTextStyle: {color: theme.soft, lineHeight: 15}, axisLabel: {color: theme.ink, hideOverlap: true, width: 110, overflow: 'truncate', textBorderColor: theme.card, textBorderWidth: 3}, axisLine: {lineStyle: {color: theme.line}}}},
      series: [['others', 0.25, 1], ['front', 0.9, 2]].map(([name, opacity, width], i) => ({name, type: 'parallel', smooth: false, inactiveOpacity: 0.02, activeOpacity: opacity,
        lineStyle: {width, opacity, color: charts.seriesColours[i]},
        data: lines[i].map(row => [...used.map(d => choice(row, d)), ...objectives.map(m => metric(row, m))])})),
    }), {tall: true, minWidth: 150 + 110 * (used.length + objectives.length - 1), description: `Parallel coordinates of ${used.length} properties and ${objectives.length} objectives`});
  }

  function scalingSection() {
    const parent = section('scaling', 'By value', 'Least, mean and most of each objective over the feasible points with a value.' + most(24, data.scaling.length, 'figures'));
    const pair = element('div', {class: 'pair'});
    parent.append(pair);
    for (const {path, objective, byValue} of data.scaling.slice(0, 24)) {
      const m = metrics.findIndex(entry => entry.column === objective);
      const values = dimensions.find(dimension => dimension.path === path).values;
      charts.figure(pair, `${metrics[m].label} by ${short(path)}`, theme => ({
        grid: {left: 76, right: 16, top: 36, bottom: 48}, legend: charts.legend(theme, {top: 0}),
        tooltip: {trigger: 'axis', ...theme.tooltip, valueFormatter: value => shown(m, value)},
        xAxis: {type: 'category', data: values, ...theme.across, axisLabel: {...theme.across.axisLabel, ...(values.length > 8 ? {} : values.every(value => fitting(420 / values.length)(value) === value) ? {interval: 0} : {interval: 0, width: 420 / values.length, overflow: 'truncate', lineHeight: 15, formatter: fitting(420 / values.length)})}},
        yAxis: {type: 'value', scale: true, ...theme.axis, axisLabel: {...theme.axis.axisLabel, formatter: ticks(m)}},
        series: ['least', 'mean', 'most'].map((name, i) => ({name, type: 'line', symbolSize: 5, lineStyle: {type: i === 1 ? 'solid' : 'dotted'}, data: byValue.map(value => value ? value[i] : null)})),
      }), {description: `${metrics[m].label} by ${path}, ${values.length} values`});
    }
  }

  function sensitivitySection() {
    const morris = data.method === 'morris';
    const parent = section('sensitivity', 'Sensitivity', morris
      ? 'Elementary effects of Morris, scaled to the whole range of a property. μ*: how strong it is; σ: how much that depends on the other properties.'
      : 'Range of the mean of an objective over the values of a property, among the points of this study.');
    const pair = element('div', {class: 'pair'});
    parent.append(pair);
    for (const m of objectives) {
      const effects = data.effects.filter(effect => effect.objective === metrics[m].column && effect.muStar !== null).sort((a, b) => a.muStar - b.muStar);
      charts.figure(pair, `Effect on ${metrics[m].label}`, theme => ({
        grid: {left: 16, right: 84, top: 30, bottom: 16, containLabel: true}, ...(morris ? {legend: charts.legend(theme, {top: 0})} : {}),
        tooltip: {...theme.tooltip, valueFormatter: value => shown(m, value)},
        xAxis: {type: 'value', ...theme.axis, axisLabel: {show: false}, splitLine: {show: false}},
        yAxis: {type: 'category', data: effects.map(effect => short(effect.path)), ...theme.axis, axisLabel: {color: theme.ink}},
        series: [{name: morris ? 'μ*' : 'range', type: 'bar', data: effects.map(effect => effect.muStar), label: {show: true, position: 'right', color: theme.soft, formatter: bar => shown(m, bar.value)}},
          ...(morris ? [{name: 'σ', type: 'bar', data: effects.map(effect => effect.sigma)}] : [])],
      }), {height: 80 + 34 * effects.length, description: `Effects on ${metrics[m].label}: ${effects.map(effect => `${effect.path} ${shown(m, effect.muStar)}`).reverse().join(', ')}`});
    }
    const number = value => typeof value === 'number' ? value.toPrecision(3) : '';
    parent.append(element('details', {}, element('summary', {}, 'Show the numbers'), scroller('Effects', 'scroll', simpleTable(`Base units; ${morris ? 'elementary effects' : 'ranges of means'}`,
      [{text: 'property'}, {text: 'objective'}, {text: morris ? 'μ*' : 'range', number: true}, ...(morris ? [{text: 'μ', number: true}, {text: 'σ', number: true}] : []), {text: morris ? 'effects' : 'points', number: true}],
      data.effects.map(effect => [effect.path, effect.objective, number(effect.muStar), ...(morris ? [number(effect.mu), number(effect.sigma)] : []), String(effect.count)])))));
  }

  function designsSection() {
    const best = data.designs.map(design => byPoint.get(design.point)).filter(row => onFront.has(row[0]));
    const replayed = best.some(row => designs.get(row[0]).runs.some(run => run.page));
    section('designs', 'Best designs', `The points on the front, best first by the first objective.${most(best.length, data.front.length, 'points')} A description can be used as it is: npusim run --config FILE.`,
      scroller('Table of designs', 'scroll', simpleTable('Designs on the front',
        [{text: 'point', number: true}, ...objectives.map(m => ({text: metrics[m].label, number: true})), ...dimensions.map(dimension => ({text: dimension.path})), {text: 'description'}, ...(replayed ? [{text: 'full run'}] : [])],
        best.map(row => {
          const design = designs.get(row[0]);
          const button = element('button', {type: 'button', 'aria-label': `Show point ${row[0]}`, onclick: () => { selection.choose(row[0]); document.getElementById('front').scrollIntoView(); }}, String(row[0]));
          return [button, ...objectives.map(m => shown(m, metric(row, m))), ...dimensions.map((dimension, d) => breakable(choice(row, d))),
            element('a', {href: design.file}, breakable(`point-${row[0]}.npu`)),
            ...(replayed ? [element('span', {}, ...design.runs.filter(run => run.page).map(run => element('a', {href: run.page}, design.runs.length > 1 ? `${run.workload} ` : 'report')))] : [])];
        }))));
  }

  function infeasibleSection() {
    section('infeasible', 'Infeasible points', `${data.points - data.feasible} points could not be built, did not hold the workload or broke a requirement.${most(200, data.infeasible.length, 'reasons')}`,
      scroller('Reasons', 'scroll', simpleTable('Why', [{text: 'points', number: true}, {text: 'reason'}],
        data.infeasible.slice(0, 200).map(({reason, count}) => [String(count), breakable(reason)]))));
  }
}
