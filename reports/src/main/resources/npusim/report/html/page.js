// Unpacks the data and lays out the page.
(async () => {
  const packed = Uint8Array.from(atob(document.getElementById('data').textContent.trim()), character => character.charCodeAt(0));
  const data = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).json();

  const root = document.documentElement;
  const themeButton = document.getElementById('theme');
  function setTheme(dark) {
    root.dataset.theme = dark ? 'dark' : 'light';
    themeButton.setAttribute('aria-pressed', String(dark));
    charts.redraw();
  }
  setTheme(matchMedia('(prefers-color-scheme: dark)').matches);
  themeButton.addEventListener('click', () => setTheme(root.dataset.theme !== 'dark'));
  document.getElementById('print').addEventListener('click', () => print());
  addEventListener('resize', () => charts.resize());
  let darkBeforePrint = false;
  addEventListener('beforeprint', () => { darkBeforePrint = root.dataset.theme === 'dark'; setTheme(false); });
  addEventListener('afterprint', () => setTheme(darkBeforePrint));

  const content = document.getElementById('content');
  const navigation = document.getElementById('sections');
  place.parent = content;
  place.navigation = navigation;
  if (data.comparison) {
    comparisonSections(data);
    data.runs.forEach((run, i) => foldedRun(run, data, i));
  } else {
    runSections(data.runs[0], data.categories, '');
  }
  root.dataset.ready = 'true';

  function runSections(run, categories, suffix) {
    headlineSection(run, `headline${suffix}`);
    countersSection(run, `counters${suffix}`);
    whereSection(run, categories, `where${suffix}`);
    divisionSection(run, `division${suffix}`);
    rooflineSection(run, `roofline${suffix}`);
    timelineSection(run, `timeline${suffix}`);
    operatorsSection(run, categories, `operators${suffix}`);
    designSection(run, `design${suffix}`);
  }

  // One of several runs: folded, and laid out only when somebody opens it.
  function foldedRun(run, {categories, comparison}, i) {
    const id = `run-${i + 1}`;
    const inside = element('div');
    const fold = element('details', {id, class: 'fold'}, element('summary', {}, comparison.labels[i]), inside);
    fold.addEventListener('toggle', () => {
      if (!fold.open || inside.hasChildNodes()) return;
      place.parent = inside;
      place.navigation = null;
      runSections(run, categories, `-${i + 1}`);
    });
    content.append(fold);
    navigation.append(element('a', {href: `#${id}`, onclick: () => { fold.open = true; }}, comparison.labels[i]));
  }
})();
