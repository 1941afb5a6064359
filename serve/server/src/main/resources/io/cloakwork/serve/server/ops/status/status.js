"use strict";

// Reads /api/status every two seconds while the page is seen, and shows it. Text gets into the page
// as text nodes only.

const PERIOD_MILLIS = 2000;
// As the service keeps them.
const STEP_SECONDS = 5;
const MINUTE_STEPS = 60 / STEP_SECONDS;

const at = id => document.getElementById(id);
const put = (id, text) => { at(id).textContent = text; };
const sum = values => values.reduce((total, value) => total + value, 0);

function number(value) {
  return value.toLocaleString("en", {maximumSignificantDigits: 3});
}

function seconds(value) {
  if (value === 0) {
    return "0";
  }
  if (value < 1e-3) {
    return `${number(value * 1e6)} µs`;
  }
  return value < 1 ? `${number(value * 1e3)} ms` : `${number(value)} s`;
}

function bytes(value) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  return `${number(value / 1024 ** power)} ${units[power]}`;
}

function duration(value) {
  const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  const first = units.findIndex(([, length]) => value >= length);
  if (first < 0) {
    return "0 s";
  }
  const parts = units.slice(first, first + 2);
  let left = value;
  return parts.map(([unit, length]) => {
    const count = Math.floor(left / length);
    left -= count * length;
    return `${count} ${unit}`;
  }).join(" ");
}

function counted(value, noun) {
  return `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
}

function row(cells) {
  const tr = document.createElement("tr");
  cells.forEach((cell, index) => {
    const node = document.createElement(index === 0 ? "th" : "td");
    if (index === 0) {
      node.scope = "row";
    }
    node.append(cell);
    tr.append(node);
  });
  return tr;
}

function meter(name, value, limit) {
  const term = document.createElement("dt");
  for (const text of [name, limit > 0 ? `${bytes(value)} of ${bytes(limit)}` : bytes(value)]) {
    const span = document.createElement("span");
    span.append(text);
    term.append(span);
  }
  if (limit === 0) {
    return [term];
  }
  const bar = svgNode("svg", {"aria-hidden": "true"});
  const part = Math.min(1, value / limit);
  bar.append(svgNode("rect", {width: `${100 * part}%`, height: 8, rx: 4, class: part > 0.9 ? "fill-second" : "fill-first"}));
  const detail = document.createElement("dd");
  detail.append(bar);
  return [term, detail];
}

const charts = {
  latency: new Chart(at("latency-chart"), at("latency-legend"), {
    name: "Latency",
    least: 0.1,
    format: seconds,
    series: [
      {name: "99 %", color: "third", value: step => step.p99},
      {name: "95 %", color: "second", value: step => step.p95},
      {name: "median", color: "first", value: step => step.median},
    ],
  }),
  requests: new Chart(at("request-chart"), at("request-legend"), {
    name: "Requests a second",
    least: 1,
    stacked: true,
    format: number,
    series: [
      {name: "finished", color: "first", value: step => step.finished / STEP_SECONDS},
      {name: "refused or cancelled", color: "second", value: step => (step.refused + step.cancelled) / STEP_SECONDS},
      {name: "failed", color: "third", value: step => step.failed / STEP_SECONDS},
    ],
  }),
};

function showService(service, device) {
  const state = at("state");
  if (state.textContent !== service.state) {
    state.textContent = service.state;
    state.className = `state ${service.state}`;
  }
  const machine = device ? ` · ${device.name} (${device.backend})` : "";
  put("about", `${service.version} · up ${duration(service.uptimeSeconds)}${machine}`);
  document.title = `${service.state} · Cloakwork status`;
}

function showLoad(load) {
  put("queue", number(load.queued));
  put("queue-note", load.queued > 0 ? `${seconds(load.predictedSeconds)} of work, ${load.running} running` : `nothing waits, ${load.running} running`);
  put("sessions", number(load.sessions));
  put("sessions-note", `${counted(load.activeClients, "client")} in five minutes`);
  put("jobs", number(sum(Object.entries(load.jobs).map(([phase, count]) => phase === "done" ? 0 : count))));
  put("jobs-note", `${load.jobs.running ?? 0} running, ${load.jobs.pending ?? 0} waiting`);
}

// Medians of steps, weighted by their requests: near enough for a tile.
function showRates(steps) {
  const minute = steps.slice(-MINUTE_STEPS - 1, -1);
  const finished = sum(minute.map(step => step.finished));
  put("throughput", number(finished / (MINUTE_STEPS * STEP_SECONDS)));
  put("latency", finished === 0 ? "–" : seconds(sum(minute.map(step => step.median * step.finished)) / finished));
  put("latency-note", finished === 0 ? "no results in the last minute" : `median, 99 % ${seconds(Math.max(...minute.map(step => step.p99)))}`);
  const refused = sum(steps.map(step => step.refused));
  const failed = sum(steps.map(step => step.failed));
  const cancelled = sum(steps.map(step => step.cancelled));
  put("unserved", number(refused + failed + cancelled));
  put("unserved-note", `${refused} refused, ${failed} failed, ${cancelled} cancelled`);
}

function showKeys(keys, device) {
  at("memory").replaceChildren(
    ...meter(`Device: ${device.backend}`, device.allocatedBytes, device.limitBytes),
    ...meter("Keys on the device", keys.device.bytes, keys.device.budget),
    ...meter("Keys in memory", keys.ram.bytes, keys.ram.budget),
    ...meter("Keys on disk", keys.disk.bytes, 0));
  const asked = keys.hits + keys.misses;
  at("keys").replaceChildren(
    row(["Found on the device", asked === 0 ? "–" : `${number((100 * keys.hits) / asked)} % of ${number(asked)}`]),
    row(["Key sets on the device, on disk", `${number(keys.device.sets)}, ${number(keys.disk.sets)}`]),
    row(["In use now", bytes(keys.device.pinned)]),
    row(["Evicted from device, memory", `${number(keys.device.evictions)}, ${number(keys.ram.evictions)}`]),
    row(["Read from disk", bytes(keys.readBytes)]),
    row(["Put on the device", bytes(keys.uploadedBytes)]),
    row(["Uploads under way", keys.disk.uploads === 0 ? "none" : `${number(keys.disk.uploads)}, ${bytes(keys.disk.uploadBytes)}`]));
}

function show(status) {
  showService(status.service, status.device);
  showRates(status.history.steps);
  charts.latency.show(status.history.steps, status.history.stepSeconds);
  charts.requests.show(status.history.steps, status.history.stepSeconds);
  at("stages").replaceChildren(...status.stages.map(stage =>
    row([stage.stage, seconds(stage.median), seconds(stage.p95), seconds(stage.p99)])));
  if (status.load) {
    showLoad(status.load);
    showKeys(status.keys, status.device);
    at("models").replaceChildren(...status.models.map(model =>
      row([model.name, number(model.lanes), seconds(model.runSeconds), bytes(model.requestBytes)])));
  }
}

let lastAnswer = Date.now();

function showSilence() {
  put("state", "unreachable");
  at("state").className = "state unreachable";
  put("stale", `The service has not answered for ${duration(Math.round((Date.now() - lastAnswer) / 1000))}; what is shown is older than that.`);
  at("stale").hidden = false;
}

async function poll() {
  try {
    const answer = await fetch("api/status", {cache: "no-store", signal: AbortSignal.timeout(5000)});
    if (!answer.ok) {
      throw new Error(`status ${answer.status}`);
    }
    show(await answer.json());
    lastAnswer = Date.now();
    at("stale").hidden = true;
  } catch (error) {
    console.warn("the status could not be shown:", error);
    showSilence();
  }
}

async function run() {
  for (;;) {
    if (!document.hidden) {
      await poll();
    }
    await new Promise(resolve => setTimeout(resolve, PERIOD_MILLIS));
  }
}

run();
