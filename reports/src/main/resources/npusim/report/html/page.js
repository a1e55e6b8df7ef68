// Unpacks the data and lets the scripts before this one lay out the page.
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
  // On paper the style sheet scales the figures; there they have no height of their own to be measured.
  addEventListener('resize', () => { if (!matchMedia('print').matches) charts.resize(); });
  let darkBeforePrint = false;
  addEventListener('beforeprint', () => { darkBeforePrint = root.dataset.theme === 'dark'; setTheme(false); });
  addEventListener('afterprint', () => setTheme(darkBeforePrint));

  const content = document.getElementById('content');
  const navigation = document.getElementById('sections');
  place.parent = content;
  place.navigation = navigation;
  layout(data, content, navigation);
  root.dataset.ready = 'true';
})();
