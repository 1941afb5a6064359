"use strict";

// What all charts share: sizes, colours, marks, and times as people read them.

const COLOURS = 8;
const TICK_ROOM = 44;
const SHAPES = [
  d3.symbolCircle, d3.symbolDiamond2, d3.symbolSquare, d3.symbolTriangle,
  d3.symbolStar, d3.symbolCross, d3.symbolWye, d3.symbolDiamond,
];

const colourClass = (index) => "s" + (((index % COLOURS) + COLOURS) % COLOURS);
// After eight series the colours come again, with other shapes.
const shape = (index, size) => d3.symbol(SHAPES[(index + 3 * Math.floor(index / COLOURS)) % COLOURS], size)();

function digits(value) {
  return value >= 99.95 ? d3.format(",.0f")(value) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}

/// Three digits with a unit, for instance "1.50 ms".
function time(seconds) {
  for (const [unit, name] of [[1, "s"], [1e-3, "ms"], [1e-6, "µs"]]) {
    if (seconds >= unit * 0.9995) {
      return digits(seconds / unit) + " " + name;
    }
  }
  return digits(seconds * 1e9) + " ns";
}

/// The same for ticks: no digits that are zero.
function roundTime(seconds) {
  return time(seconds).replace(/(\.\d*?)0+(?= )/, "$1").replace(/\.(?= )/, "");
}

/// With a decimal prefix, for instance "2 G".
function decimal(value) {
  return d3.format(".3~s")(value).replace(/([a-zA-Zµ]+)$/, " $1");
}

/// Ticks of a logarithmic scale: decades, and as much between them as makes three or more.
function logTicks(scale, most) {
  const [low, high] = scale.domain();
  for (const steps of [[1], [1, 3], [1, 2, 5]]) {
    const ticks = decadeTicks(low, high, steps, most);
    if (ticks.length > 2) {
      return ticks;
    }
  }
  return d3.ticks(low, high, 3).filter((tick) => tick > 0);
}

function decadeTicks(low, high, steps, most) {
  const every = Math.max(1, Math.ceil(Math.log10(high / low) / most));
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += every) {
    ticks.push(...steps.map((step) => step * 10 ** power));
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}

/// A logarithmic scale with some room at both ends.
function logScale(values, range, room = 1.25) {
  const known = values.filter((value) => value > 0);
  return d3.scaleLog([d3.min(known) / room, d3.max(known) * room], range);
}

function heading(place, text) {
  d3.select(place).append("p").attr("class", "heading").text(text);
}

/// Names beside their colours and shapes.
function legend(place, entries) {
  if (entries.length < 1) {
    return;
  }
  const items = d3.select(place).append("ul").attr("class", "legend")
    .selectAll("li").data(entries).join("li");
  items.append("svg").attr("viewBox", "-6 -6 12 12").attr("aria-hidden", "true")
    .append("path").attr("class", (entry) => "fill " + colourClass(entry.colour))
    .attr("d", (entry) => shape(entry.colour, 52));
  items.append("span").text((entry) => entry.name);
}

/// The drawing of a chart, as wide as its place.
function drawing(place, chart, width, height) {
  return d3.select(place).append("svg")
    .attr("viewBox", `0 0 ${width} ${height}`)
    .attr("role", "img")
    .attr("aria-label", chart.alt);
}

/// A mark with what a pointer over it tells.
function mark(parent, colour, x, y, title, size = 62) {
  const path = parent.append("path").attr("class", "fill " + colourClass(colour))
    .attr("d", shape(colour, size)).attr("transform", `translate(${x},${y})`);
  path.append("title").text(title);
  return path;
}

function segment(parent, className, x1, y1, x2, y2) {
  return parent.append("line").attr("class", className)
    .attr("x1", x1).attr("y1", y1).attr("x2", x2).attr("y2", y2);
}

function words(parent, className, x, y, anchor, text) {
  return parent.append("text").attr("class", className)
    .attr("x", x).attr("y", y).attr("text-anchor", anchor).text(text);
}

/// Those ticks whose labels have room.
function apart(ticks, x) {
  const kept = [];
  for (const tick of ticks) {
    if (kept.length === 0 || x(tick) - x(kept[kept.length - 1]) >= TICK_ROOM) {
      kept.push(tick);
    }
  }
  return kept;
}

/// Ticks with lines across the chart.
function verticals(svg, ticks, x, top, bottom, format) {
  const axis = svg.append("g").attr("class", "axis");
  for (const tick of apart(ticks, x)) {
    segment(axis, "grid-line", x(tick), top, x(tick), bottom);
    words(axis, "", x(tick), bottom + 16, "middle", format(tick));
  }
}

function horizontals(svg, ticks, y, left, right, format) {
  const axis = svg.append("g").attr("class", "axis");
  for (const tick of ticks) {
    segment(axis, "grid-line", left, y(tick), right, y(tick));
    words(axis, "", left - 7, y(tick) + 4, "end", format(tick));
  }
}

/// Room for labels of rows, and the labels cut to it.
function labelRoom(labels, width) {
  const longest = d3.max(labels, (label) => label.length);
  return Math.min(longest * 7 + 18, width * 0.4, 300);
}

function rowLabel(parent, room, y, text) {
  const most = Math.floor((room - 14) / 6.4);
  const label = text.length > most ? text.slice(0, most - 1) + "…" : text;
  words(parent, "label", room - 10, y + 4, "end", label).append("title").text(text);
}
