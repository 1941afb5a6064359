// Points under their roofs: what memory allows on the left, what arithmetic allows on the right.
// Peaks come highest first; a device has one of bytes for every level of its caches and its memory.

function roofline(place, chart, width) {
  legend(place, chart.legend.map((name, i) => ({name, colour: i})));
  const height = Math.min(430, Math.max(300, width * 0.5));
  const [left, right, top, bottom] = [64, width - 16, 16, height - 42];
  const svg = drawing(place, chart, width, height);
  const ridges = [chart.operations[0] / chart.bytes[0], chart.operations[0] / chart.bytes.at(-1)];
  const xs = chart.points.map((point) => point.x);
  const x = logScale([...xs, ridges[0] / 2, ridges[1] * 2], [left, right], 1.8);
  const ys = chart.points.map((point) => point.y);
  const y = logScale([...ys, ...chart.operations], [bottom, top], 1.7);
  under(svg, chart, x, y, bottom);
  verticals(svg, logTicks(x, 6), x, top, bottom, (value) => d3.format("~r")(value));
  horizontals(svg, logTicks(y, 5), y, left, right, decimal);
  words(svg, "note", (left + right) / 2, height - 6, "middle", "modular operations per byte");
  words(svg, "note", left, top - 5, "start", "modular operations per second");
  const taken = chart.points.map((point) => around(x(point.x), y(point.y), 7));
  ceilings(svg, chart, x, y, taken);
  slopes(svg, chart, x, y, taken);
  for (const point of chart.points) {
    mark(svg, point.colour, x(point.x), y(point.y), point.title, 56);
  }
  for (const point of chart.points) {
    label(svg, x(point.x), y(point.y), point, taken, [left, right, top, bottom]);
  }
}

/// Where a slanted line begins, at the left or the bottom edge of the chart.
const foot = (bytes, x, y) => Math.max(x.domain()[0], y.domain()[0] / bytes);

/// What no operation can leave: the area under the highest of all peaks.
function under(svg, chart, x, y, bottom) {
  const [operations, bytes] = [chart.operations[0], chart.bytes[0]];
  const [start, ridge, high] = [foot(bytes, x, y), operations / bytes, x.domain()[1]];
  const corners = [
    [x(start), y(start * bytes)], [x(ridge), y(operations)], [x(high), y(operations)],
    [x(high), bottom], [x(start), bottom],
  ];
  svg.append("path").attr("class", "under").attr("d", d3.line()(corners) + "Z");
}

/// Level lines, each from the highest slanted line on.
function ceilings(svg, chart, x, y, taken) {
  const high = x.domain()[1];
  for (const operations of chart.operations) {
    segment(svg, "roof", x(operations / chart.bytes[0]), y(operations), x(high), y(operations));
    const text = decimal(operations) + "/s";
    const [atX, atY] = [x(high) - 6, y(operations) - 7];
    taken.push({x0: atX - text.length * 6.3, x1: atX, y0: atY - 11, y1: atY + 3});
    words(svg, "label halo", atX, atY, "end", text);
  }
}

/// Slanted lines up to the highest level line, their labels at different heights, for lines of
/// similar peaks lie close together.
function slopes(svg, chart, x, y, taken) {
  const operations = chart.operations[0];
  chart.bytes.forEach((bytes, i) => {
    const [start, ridge] = [foot(bytes, x, y), operations / bytes];
    const [fromX, fromY, toX, toY] = [x(start), y(start * bytes), x(ridge), y(operations)];
    segment(svg, i === 0 ? "roof" : "roof lower", fromX, fromY, toX, toY);
    const part = (i + 1) / (chart.bytes.length + 1);
    const [atX, atY] = [fromX + part * (toX - fromX), fromY + part * (toY - fromY)];
    const angle = (Math.atan2(toY - fromY, toX - fromX) * 180) / Math.PI;
    taken.push(around(atX, atY, 22));
    words(svg, "label halo", 0, -5, "middle", decimal(bytes) + "B/s")
      .attr("transform", `translate(${atX},${atY}) rotate(${angle})`);
  });
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
