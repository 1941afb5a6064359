"use strict";

// Charts of the last minutes, drawn as SVG. Text gets into the page as text nodes only.

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = {left: 58, right: 10, top: 8, bottom: 20};

function svgNode(name, attributes, text) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, value);
  }
  if (text !== undefined) {
    node.append(text);
  }
  return node;
}

// The least of 1, 2, 5, 10, 20, … that four of reach the value.
function tickStep(largest) {
  const raw = largest / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 5, 10].map(factor => factor * power).find(step => step >= raw * 0.999);
}

class Chart {
  // series: {name, color, value(step), bars}; format: of the axis and of the legend's values.
  constructor(box, legend, options) {
    this.box = box;
    this.legend = legend;
    this.options = options;
    this.steps = [];
    this.stepSeconds = 5;
    this.chosen = -1;
    box.addEventListener("pointermove", event => this.choose(event));
    box.addEventListener("pointerleave", () => this.forget());
    new ResizeObserver(() => this.draw()).observe(box);
  }

  show(steps, stepSeconds) {
    this.steps = steps;
    this.stepSeconds = stepSeconds;
    this.draw();
  }

  choose(event) {
    const place = event.clientX - this.box.getBoundingClientRect().left - MARGIN.left;
    const index = Math.round(place / this.stepWidth());
    this.chosen = Math.min(Math.max(index, 0), this.steps.length - 1);
    this.draw();
  }

  forget() {
    this.chosen = -1;
    this.draw();
  }

  stepWidth() {
    return (this.box.clientWidth - MARGIN.left - MARGIN.right) / Math.max(1, this.steps.length - 1);
  }

  x(index) {
    return MARGIN.left + index * this.stepWidth();
  }

  y(value) {
    const height = this.box.clientHeight - MARGIN.top - MARGIN.bottom;
    return MARGIN.top + height * (1 - value / this.top);
  }

  draw() {
    if (this.steps.length === 0 || this.box.clientWidth === 0) {
      return;
    }
    const largest = this.largest();
    const step = tickStep(largest > 0 ? largest : this.options.least);
    this.top = step * Math.max(1, Math.ceil((largest > 0 ? largest : this.options.least) / step - 1e-9));
    const svg = svgNode("svg", {role: "img", "aria-label": this.summary()});
    this.drawAxes(svg, step);
    if (this.options.stacked) {
      this.drawBars(svg);
    } else {
      this.options.series.forEach(series => this.drawLine(svg, series));
    }
    if (largest === 0) {
      const middle = {x: this.box.clientWidth / 2, y: this.box.clientHeight / 2, class: "empty"};
      svg.append(svgNode("text", middle, "no requests in the last ten minutes"));
    }
    if (this.chosen >= 0) {
      const x = this.x(this.chosen);
      svg.append(svgNode("line", {x1: x, x2: x, y1: MARGIN.top, y2: this.y(0), class: "cursor"}));
    }
    this.box.replaceChildren(svg);
    this.drawLegend();
  }

  largest() {
    const values = this.steps.map(step => {
      const all = this.options.series.map(series => series.value(step));
      return this.options.stacked ? all.reduce((sum, value) => sum + value, 0) : Math.max(...all);
    });
    return Math.max(0, ...values);
  }

  drawAxes(svg, step) {
    for (let value = 0; value <= this.top * 1.001; value += step) {
      const y = this.y(value);
      svg.append(svgNode("line", {x1: MARGIN.left, x2: this.box.clientWidth - MARGIN.right, y1: y, y2: y, class: "grid"}));
      svg.append(svgNode("text", {x: MARGIN.left - 8, y: y + 4, "text-anchor": "end"}, this.options.format(value)));
    }
    const minutes = Math.round((this.steps.length * this.stepSeconds) / 60);
    const apart = this.box.clientWidth < 500 ? 5 : 2;
    for (let ago = minutes; ago >= 0; ago -= apart) {
      const index = this.steps.length - 1 - (ago * 60) / this.stepSeconds;
      const anchor = ago === 0 ? "end" : ago === minutes ? "start" : "middle";
      const place = {x: this.x(Math.max(0, index)), y: this.box.clientHeight - 4, "text-anchor": anchor};
      svg.append(svgNode("text", place, ago === 0 ? "now" : `−${ago} min`));
    }
  }

  // Steps in which nothing ended interrupt the line; a step between two such is a point.
  drawLine(svg, series) {
    const at = index => `${this.x(index).toFixed(1)} ${this.y(series.value(this.steps[index])).toFixed(1)}`;
    const there = index => index in this.steps && series.value(this.steps[index]) > 0;
    let path = "";
    this.steps.forEach((_, index) => {
      if (there(index)) {
        path += `${there(index - 1) ? "L" : "M"}${at(index)}`;
        if (!there(index - 1) && !there(index + 1)) {
          const [x, y] = at(index).split(" ");
          svg.append(svgNode("circle", {cx: x, cy: y, r: 3, class: `fill-${series.color}`}));
        }
      }
    });
    svg.append(svgNode("path", {d: path, class: `line stroke-${series.color}`}));
  }

  drawBars(svg) {
    const room = (this.box.clientWidth - MARGIN.left - MARGIN.right) / this.steps.length;
    const width = room > 4 ? room - 1 : room;
    this.steps.forEach((step, index) => {
      let base = 0;
      for (const series of this.options.series) {
        const value = series.value(step);
        if (value > 0) {
          const [x, y] = [MARGIN.left + index * room, this.y(base + value)];
          svg.append(svgNode("rect", {x, y, width, height: this.y(base) - y, class: `fill-${series.color}`}));
          base += value;
        }
      }
    });
  }

  shown() {
    return this.chosen >= 0 ? this.steps[this.chosen] : this.steps[this.steps.length - 2];
  }

  summary() {
    const step = this.shown();
    const values = this.options.series.map(series => `${series.name} ${this.options.format(series.value(step))}`);
    return `${this.options.name}: ${values.join(", ")}`;
  }

  drawLegend() {
    const step = this.shown();
    const items = this.options.series.map(series => {
      const key = svgNode("svg", {viewBox: "0 0 14 10", "aria-hidden": "true"});
      key.append(svgNode("rect", {y: 3, width: 14, height: 4, rx: 2, class: `fill-${series.color}`}));
      const item = document.createElement("li");
      item.append(key, `${series.name} ${this.options.format(series.value(step))}`);
      return item;
    });
    const when = document.createElement("li");
    when.className = "when";
    when.append(this.chosen >= 0 ? `${step.ago} s ago` : "last full step");
    this.legend.replaceChildren(...items, when);
  }
}
