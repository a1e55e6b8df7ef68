// One look for all figures, drawn as SVG so that they print sharply and can be saved.
const charts = (() => {
  // Colours of the accounting categories: work in blues, waiting in warm tones, overhead in greys. Every figure with
  // these colours also names them in its legend or tooltip.
  const categoryColours = ['#2f6fb7', '#69a9d8', '#8e5bb5', '#d98a1f', '#c2502b', '#a52f49', '#d36f8e', '#e0b23a', '#7a8a2f', '#6b7787', '#9aa5b3', '#c9d0d9'];
  const seriesColours = ['#2f6fb7', '#d98a1f', '#3a8f5c', '#a52f49', '#8e5bb5', '#6b7787'];
  // Neighbours in a treemap: two tones that stand for no reason.
  const levelColours = ['#5b6b7f', '#74849a'];
  const drawn = [];
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function base() {
    const ink = colour('--ink'), soft = colour('--soft'), line = colour('--line');
    const axis = {
      nameTextStyle: {color: soft}, axisLabel: {color: soft}, axisLine: {lineStyle: {color: line}},
      splitLine: {lineStyle: {color: line}}, axisTick: {lineStyle: {color: line}},
    };
    return {ink, soft, line, axis, card: colour('--card'), page: colour('--page')};
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
  function figure(parent, title, options, {tall = false, height = 0, description = title, onClick = null} = {}) {
    const box = element('div', {class: tall ? 'chart tall' : 'chart', role: 'img', 'aria-label': description});
    if (height) box.style.height = `${height}px`;
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
      tooltip: {backgroundColor: theme.card, borderColor: theme.line, textStyle: {color: theme.ink}, confine: true},
      ...entry.options(theme),
    });
    fit(entry);
  }

  // Lets the style sheet scale the drawing where the paper is narrower than the screen was.
  function fit({box, chart}) {
    box.querySelector('svg')?.setAttribute('viewBox', `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
  }

  return {
    figure, categoryColours, seriesColours, levelColours,
    redraw: () => drawn.forEach(draw),
    resize: () => drawn.forEach(entry => { entry.chart.resize(); fit(entry); }),
    legend: (theme, extra = {}) => ({textStyle: {color: theme.soft}, itemWidth: 12, itemHeight: 12, inactiveColor: theme.line, ...extra}),
  };
})();
