// Bars made of parts on a linear axis of times, with floors.

const BAR_LINE = 25;

function bars(place, chart, width) {
  const parts = chart.legend.map((name, i) => ({name, colour: i}));
  legend(place, parts);
  const room = labelRoom(chart.bars.map((bar) => bar.label), width);
  const top = 6;
  const bottom = top + chart.bars.length * BAR_LINE;
  const svg = drawing(place, chart, width, bottom + 26);
  const length = (bar) => d3.sum(bar.parts, (part) => part.seconds);
  const most = d3.max(chart.bars, (bar) => Math.max(length(bar), bar.floor || 0));
  const x = d3.scaleLinear([0, most], [room, width - 78]);
  verticals(svg, x.ticks(Math.max(2, Math.floor(width / 150))), x, top, bottom,
    (tick) => (tick === 0 ? "0" : roundTime(tick)));
  chart.bars.forEach((bar, i) => {
    const y = top + i * BAR_LINE + 4;
    const height = BAR_LINE - 8;
    rowLabel(svg, room, y + height / 2, bar.label);
    let from = 0;
    for (const part of bar.parts) {
      const index = chart.legend.length > 0 ? chart.legend.indexOf(part.name) : chart.colour;
      svg.append("rect").attr("class", "fill " + colourClass(index))
        .attr("x", x(from)).attr("y", y).attr("height", height)
        .attr("width", Math.max(0.5, x(from + part.seconds) - x(from)))
        .append("title").text(part.title);
      from += part.seconds;
    }
    if (bar.floor) {
      segment(svg, "bar-floor", x(bar.floor), y - 3, x(bar.floor), y + height + 3);
    }
    const end = x(Math.max(from, bar.floor || 0)) + 7;
    words(svg, "note halo", end, y + height / 2 + 4, "start", time(from));
  });
}
