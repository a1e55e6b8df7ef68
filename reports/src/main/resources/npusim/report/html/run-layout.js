// The sections of a report of one or several runs.
function layout(data, content, navigation) {
  if (data.comparison) {
    comparisonSections(data);
    data.runs.forEach((run, i) => foldedRun(run, data, i));
  } else {
    runSections(data.runs[0], data.categories, '');
  }

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
}
