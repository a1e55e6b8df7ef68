// One look for all figures, drawn as SVG so that they print sharply and can be saved.
const charts = (() => {
  // Colours of the accounting categories: work in blues, waiting in warm tones, overhead in greys. Every figure with
  // these colours also names them in its legend or tooltip.
  const categoryColours = ['#2f6fb7', '#69a9d8', '#8e5bb5', '#d98a1f', '#c2502b', '#a52f49', '#d36f8e', '#e0b23a', '#7a8a2f', '#6b7787', '#9aa5b3', '#c9d0d9'];
  // Of lines and marks: three times as bright or as dark as the ground of either theme.
  const seriesColours = ['#2f6fb7', '#cc7d17', '#3a8f5c', '#c04a64', '#8e5bb5', '#6b7787'];
  // Neighbours in a treemap: two tones that stand for no reason.
  const levelColours = ['#5b6b7f', '#74849a'];
  const symbols = ['circle', 'diamond', 'triangle', 'rect', 'path://M-1-3H1V-1H3V1H1V3H-1V1H-3V-1H-1Z'];
  const drawn = [];
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function base() {
    const ink = colour('--ink'), soft = colour('--soft'), line = colour('--line');
    const axis = {
      nameTextStyle: {color: soft}, nameTruncate: {maxWidth: 260}, axisLabel: {color: soft, hideOverlap: true}, axisLine: {lineStyle: {color: line}},
      splitLine: {lineStyle: {color: line}}, axisTick: {lineStyle: {color: line}},
    };
    const card = colour('--card');
    // Below the axis, clear of the lowest label beside the other one.
    const across = {...axis, axisLabel: {...axis.axisLabel, margin: 13}};
    const tooltip = {backgroundColor: card, borderColor: line, textStyle: {color: ink}, confine: true, extraCssText: 'max-width: 90vw; white-space: normal; overflow-wrap: anywhere;'};
    return {ink, soft, line, axis, across, tooltip, card, page: colour('--page')};
  }

  function save(chart, title, type) {
    const svg = chart.renderToSVGString();
    const name = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    const link = (url, ending) => element('a', {href: url, download: `${name}.${ending}`}).click();
    const svgUrl = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    if (type === 'svg') {
      link(svgUrl, 'svg');
      return;
    }
    const picture = new Image();
    picture.onload = () => {
      const canvas = element('canvas', {width: chart.getWidth() * 2, height: chart.getHeight() * 2});
      const context = canvas.getContext('2d');
      context.fillStyle = colour('--card');
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.drawImage(picture, 0, 0, canvas.width, canvas.height);
      link(canvas.toDataURL('image/png'), 'png');
    };
    picture.src = svgUrl;
  }

  // A figure whose options come from a function, so that it can be drawn anew in another theme.
  function figure(parent, title, options, {tall = false, height = 0, minWidth = 0, description = title, onClick = null} = {}) {
    const box = element('div', {class: tall ? 'chart tall' : 'chart', role: 'img', 'aria-label': description});
    if (height) box.style.height = `${height}px`;
    if (minWidth) box.style.minWidth = `${minWidth}px`;
    const entry = {box, options, onClick, chart: null};
    const button = type => element('button', {type: 'button', 'aria-label': `Save ${title} as ${type.toUpperCase()}`,
      onclick: () => save(entry.chart, title, type)}, type.toUpperCase());
    parent.append(element('figure', {},
      element('figcaption', {}, element('strong', {}, title), element('span', {}, button('svg'), ' ', button('png'))), box));
    drawn.push(entry);
    draw(entry);
    return entry;
  }

  function draw(entry) {
    entry.chart?.dispose();
    entry.chart = echarts.init(entry.box, null, {renderer: 'svg'});
    if (entry.onClick) entry.chart.on('click', entry.onClick);
    const theme = base();
    entry.chart.setOption({
      animation: false, color: seriesColours, textStyle: {color: theme.ink, fontFamily: 'system-ui, sans-serif'},
      tooltip: theme.tooltip,
      ...entry.options(theme, entry.chart),
    });
    fit(entry);
  }

  // Lets the style sheet scale the drawing where the paper is narrower than the screen was.
  function fit({box, chart}) {
    box.querySelector('svg')?.setAttribute('viewBox', `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
  }

  // A logarithmic axis around positive values: 1, 2 and 5 of each power of ten are marked, or the powers alone when there are many.
  function logAxis(axis, name, values) {
    const least = values.reduce((a, b) => Math.min(a, b), Infinity), most = values.reduce((a, b) => Math.max(a, b), 0);
    const steps = [];
    for (let power = Math.floor(Math.log10(least)) - 1; power <= Math.ceil(Math.log10(most)); power++) steps.push(...[1, 2, 5].map(digit => Number(`${digit}e${power}`)));
    const inside = (low, high) => steps.filter(step => step >= low && step <= high);
    const min = steps.findLast(step => step <= least), max = steps.find(step => step >= most && step > min);
    const few = inside(min, max).length <= 10;
    const marks = {customValues: inside(min, max).filter(step => few || String(step.toExponential()).startsWith('1'))};
    return {type: 'log', min, max, name, nameLocation: 'middle', ...axis, axisTick: {...axis.axisTick, ...marks}, splitLine: {...axis.splitLine, ...marks},
      axisLabel: {...axis.axisLabel, ...marks, formatter: value => format.tick(value)}};
  }

  // Colour and symbol of one of several series, so that nobody has to tell them apart by colour alone.
  const mark = (i, colours = seriesColours) => ({symbol: symbols[i % symbols.length], itemStyle: {color: colours[i % colours.length], opacity: 0.75}});

  // Many values in their order, told apart by brightness too: those colours of ColorBrewer's YlGnBu that stand out from the ground.
  const shades = (theme, values, seriesIndex) => ({type: 'continuous', seriesIndex, dimension: 2, min: 0, max: values.length - 1, right: 0, top: 'middle', calculable: true,
    textStyle: {color: theme.soft}, formatter: value => String(values[Math.round(value)]),
    inRange: {color: ['#0c2c84', '#225ea8', '#1d91c0', '#41b6c4', '#7fcdbb', '#c7e9b4', '#ffffd9'].slice(...document.documentElement.dataset.theme === 'dark' ? [2] : [0, 5])}});

  return {
    figure, draw, shades, logAxis, mark, categoryColours, seriesColours, levelColours,
    redraw: () => drawn.forEach(draw),
    resize: () => drawn.forEach(entry => { entry.chart.resize(); fit(entry); }),
    legend: (theme, extra = {}) => ({type: 'scroll', textStyle: {color: theme.soft}, pageTextStyle: {color: theme.soft}, pageIconColor: theme.ink, pageIconInactiveColor: theme.line,
      itemWidth: 12, itemHeight: 12, inactiveColor: theme.line, ...extra}),
  };
})();
