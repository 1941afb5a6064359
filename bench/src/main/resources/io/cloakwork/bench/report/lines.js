// Lines over a logarithmic axis, with spreads and floors.

function lines(place, chart, width) {
  const small = place.classList.contains("small");
  if (small) {
    heading(place, chart.title);
  }
  const named = chart.lines.filter((line) => line.name);
  legend(place, named.length > 1 ? named : []);
  const height = small ? 205 : 330;
  const [left, right, top, bottom] = [58, width - 14, 20, height - 38];
  const svg = drawing(place, chart, width, height);
  const points = chart.lines.flatMap((line) => line.points);
  const scale = chart.xLog ? d3.scaleLog() : d3.scaleLinear();
  const x = scale.domain(d3.extent(points, (point) => point.x)).range([left + 10, right - 10]);
  const values = points.flatMap((point) => [point.y, point.low, point.high, point.floor]);
  const y = logScale(values, [bottom, top]);
  verticals(svg, chart.xTicks, x, top, bottom, d3.format(","));
  horizontals(svg, logTicks(y, small ? 4 : 7), y, left, right, roundTime);
  words(svg, "note", (left + right) / 2, height - 5, "middle", chart.xName);
  words(svg, "note", 0, 10, "start", chart.yName);
  chart.lines.forEach((line) => path(svg, x, y, line));
}

function path(svg, x, y, line) {
  const group = svg.append("g").attr("class", colourClass(line.colour));
  const at = (value) => d3.line((point) => x(point.x), (point) => y(value(point)));
  const floors = line.points.filter((point) => point.floor);
  if (floors.length > 1) {
    group.append("path").attr("class", "floor").attr("d", at((point) => point.floor)(floors));
  }
  group.append("path").attr("class", line.dashed ? "line dashed" : "line")
    .attr("d", at((point) => point.y)(line.points));
  if (line.dashed || line.points.length > 16) {
    return;
  }
  for (const point of line.points) {
    if (point.low && point.high) {
      segment(group, "spread", x(point.x), y(point.low), x(point.x), y(point.high));
    }
    mark(group, line.colour, x(point.x), y(point.y), point.title, 46);
  }
}
