// Points under a roof: what memory allows on the left, what arithmetic allows on the right.

function roofline(place, chart, width) {
  legend(place, chart.legend.map((name, i) => ({name, colour: i})));
  const height = Math.min(430, Math.max(300, width * 0.5));
  const [left, right, top, bottom] = [64, width - 16, 16, height - 42];
  const svg = drawing(place, chart, width, height);
  const ridge = chart.operations / chart.bytes;
  const xs = chart.points.map((point) => point.x);
  const x = logScale([...xs, ridge / 2, ridge * 2], [left, right], 1.8);
  const memory = (intensity) => intensity * chart.bytes;
  const ys = chart.points.map((point) => point.y);
  const y = logScale([...ys, chart.operations], [bottom, top], 1.7);
  roof(svg, chart, x, y, ridge, memory, bottom);
  verticals(svg, logTicks(x, 6), x, top, bottom, (value) => d3.format("~r")(value));
  horizontals(svg, logTicks(y, 5), y, left, right, decimal);
  words(svg, "note", (left + right) / 2, height - 6, "middle", "modular operations per byte");
  words(svg, "note", left, top - 5, "start", "modular operations per second");
  const taken = chart.points.map((point) => around(x(point.x), y(point.y), 7));
  for (const point of chart.points) {
    mark(svg, point.colour, x(point.x), y(point.y), point.title, 56);
  }
  for (const point of chart.points) {
    label(svg, x(point.x), y(point.y), point, taken, [left, right, top, bottom]);
  }
}

function roof(svg, chart, x, y, ridge, memory, bottom) {
  const [low, high] = x.domain();
  const start = Math.max(low, y.domain()[0] / chart.bytes);
  const corners = [
    [x(start), y(memory(start))], [x(ridge), y(chart.operations)], [x(high), y(chart.operations)],
  ];
  svg.append("path").attr("class", "under")
    .attr("d", d3.line()([...corners, [x(high), bottom], [x(start), bottom]]) + "Z");
  svg.append("path").attr("class", "roof").attr("d", d3.line()(corners));
  words(svg, "label halo", x(high) - 6, y(chart.operations) - 7, "end",
    decimal(chart.operations) + "/s");
  const middle = Math.sqrt(start * ridge);
  const slope = Math.atan2(corners[1][1] - corners[0][1], corners[1][0] - corners[0][0]);
  words(svg, "label halo", 0, -7, "middle", decimal(chart.bytes) + "B/s")
    .attr("transform",
      `translate(${x(middle)},${y(memory(middle))}) rotate(${(slope * 180) / Math.PI})`);
}

const around = (x, y, reach) => ({x0: x - reach, x1: x + reach, y0: y - reach, y1: y + reach});

const overlap = (a, b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;

/// Writes the name of a point beside it where nothing else is, or not at all: the table has it.
function label(svg, x, y, point, taken, [left, right, top, bottom]) {
  const length = point.label.length * 6.3;
  const places = [
    ["start", x + 9, y + 4], ["end", x - 9, y + 4], ["middle", x, y - 10], ["middle", x, y + 18],
    ["start", x + 7, y - 9], ["start", x + 7, y + 17], ["end", x - 7, y - 9], ["end", x - 7, y + 17],
  ];
  for (const [anchor, atX, atY] of places) {
    const from = anchor === "start" ? atX : anchor === "end" ? atX - length : atX - length / 2;
    const box = {x0: from, x1: from + length, y0: atY - 11, y1: atY + 3};
    const inside = box.x0 > left && box.x1 < right && box.y0 > top && box.y1 < bottom;
    if (inside && !taken.some((other) => overlap(box, other))) {
      taken.push(box);
      words(svg, "label halo on-band", atX, atY, anchor, point.label);
      return;
    }
  }
}
