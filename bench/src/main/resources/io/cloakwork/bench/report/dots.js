// Rows of dots on a logarithmic axis of times: median, spread, floor.

const DOT_LINE = 15;

function dots(place, chart, width) {
  const used = new Set(chart.rows.flatMap((row) => row.marks.map((each) => each.series)));
  const many = chart.series.length > 1;
  legend(place, many ? [...used].map((i) => ({name: chart.series[i], colour: i})) : []);
  const room = labelRoom(chart.rows.map((row) => row.label), width);
  const heights = chart.rows.map((row) => row.marks.length * DOT_LINE + 9);
  const top = 6;
  const bottom = top + d3.sum(heights);
  const svg = drawing(place, chart, width, bottom + 26);
  const values = chart.rows.flatMap((row) =>
    row.marks.flatMap((each) => [each.x, each.low, each.high, each.floor]));
  const x = logScale(values, [room, width - 78], 1.3);
  let y = top;
  chart.rows.forEach((row, i) => {
    if (i % 2 === 0) {
      svg.append("rect").attr("class", "band")
        .attr("x", 0).attr("y", y).attr("width", width).attr("height", heights[i]);
    }
    y += heights[i];
  });
  verticals(svg, logTicks(x, width / 90), x, top, bottom, roundTime);
  y = top;
  chart.rows.forEach((row, i) => {
    rowLabel(svg, room, y + heights[i] / 2, row.label);
    row.marks.forEach((each, k) => dot(svg, x, y + 4.5 + (k + 0.5) * DOT_LINE, each, i % 2 === 0));
    y += heights[i];
  });
}

function dot(svg, x, y, each, onBand) {
  const group = svg.append("g").attr("class", colourClass(each.series));
  if (each.floor) {
    segment(group, "gap", x(each.floor), y, x(each.x), y);
    segment(group, "stroke", x(each.floor), y - 5, x(each.floor), y + 5);
  }
  if (each.low && each.high) {
    segment(group, "spread", x(each.low), y, x(each.high), y);
  }
  mark(group, each.series, x(each.x), y, each.title);
  const right = x(Math.max(each.x, each.high || 0, each.floor || 0)) + 9;
  words(group, "note halo" + (onBand ? " on-band" : ""), right, y + 4, "start", time(each.x));
}
