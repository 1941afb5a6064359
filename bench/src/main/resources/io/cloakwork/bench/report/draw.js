// Draws every chart, and again when its place gets another width.

(() => {
  const charts = JSON.parse(document.getElementById("charts").textContent);
  const kinds = {dots, lines, roofline, bars};
  const drawn = new Map();

  function draw(place) {
    const style = getComputedStyle(place);
    const width = Math.round(
      place.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight));
    if (width <= 0 || drawn.get(place) === width) {
      return;
    }
    drawn.set(place, width);
    const chart = charts[Number(place.dataset.chart)];
    place.replaceChildren();
    kinds[chart.kind](place, chart, width);
  }

  const places = document.querySelectorAll(".chart");
  places.forEach(draw);
  document.documentElement.dataset.drawn = String(places.length);
  addEventListener("resize", () => places.forEach(draw));
})();
