"use strict";

// The live page: takes frames from /events, keeps what it needs of them, and draws.
(() => {
  const byId = id => document.getElementById(id);
  const state = { head: null, series: null, buckets: [], bucketSeconds: 1, sessionOpen: 0, frame: {}, facts: [], training: null, hasRequests: false, isEnded: false, clock: () => "" };
  const hasCharts = typeof echarts !== "undefined";
  const chartInterval = 400;
  const slowInterval = 1500;
  let shownNote = null;
  let shownAgent;

  // ---- Numbers and times ----

  const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
  const upTo = digits => new Intl.NumberFormat("en", { maximumFractionDigits: digits });
  const money = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  let priceFormat = money;
  state.priceText = value => priceFormat.format(value);
  const absent = value => value === null || value === undefined;
  const shown = (format, value) => (absent(value) ? "–" : format.format(value));

  function clockOf(seconds) {
    const day = Math.floor(seconds / 86400);
    const text = new Date((seconds - day * 86400) * 1000).toISOString().slice(11, 19);
    return day > 0 ? "day " + (day + 1) + " " + text : text;
  }

  // Of a training the simulated time goes on from episode to episode; the clock is the session's own. Buckets and trades may be an episode ahead of the picture.
  state.clock = time => clockOf(time - state.sessionOpen + state.head.openSeconds);
  const clockNow = time => clockOf(time - (state.frame.episode ?? 0) * state.head.ticksPerEpisode * state.head.tickSeconds);

  // ---- Frames ----

  function take(frame) {
    if (frame.head) {
      state.head = frame.head;
      state.series = null;
      showHead();
    } else if (!state.head && frame.now) {
      // The run began after the page was opened.
      fetch("/state", { cache: "no-store" }).then(answer => answer.json()).then(take).catch(() => undefined);
      return;
    }
    if (frame.series !== state.series) {
      state.buckets = [];
      state.series = frame.series;
    }
    frame.buckets.forEach(bucket => {
      if (bucket.index <= state.buckets.length) {
        state.buckets[bucket.index] = bucket;
      }
      state.hasRequests ||= bucket.requests.some(count => count > 0);
    });
    state.bucketSeconds = frame.bucketSeconds || 1;
    state.sessionOpen = frame.sessionOpenSeconds;
    state.facts = frame.facts ?? state.facts;
    state.training = frame.training ?? state.training;
    state.frame = frame;
    show();
  }

  // ---- What is not a chart ----

  function showHead() {
    const head = state.head;
    document.title = head.scenario + " · MarketSim";
    byId("scenario").textContent = head.scenario;
    byId("subtitle").textContent = head.symbol + " · seed " + head.seed + " · " + whole.format(head.agents) + " agents" + (head.canJump ? " · played back from its tables" : "");
    const decimals = Math.max(2, (String(head.tickSize).split(".")[1] ?? "").length);
    priceFormat = new Intl.NumberFormat("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    byId("jump").hidden = !head.canJump;
    byId("slider").max = head.tickCount;
    byId("tick").max = head.tickCount;
    byId("agent").max = head.agents - 1;
    byId("training").hidden = head.episodes === 0;
    byId("trades-note").textContent = head.hasTrades ? "The aggressor's side is the side that took." : "This run recorded no single trades (output.trades: false); the charts are made of its samples.";
  }

  function setStatus(status) {
    byId("status").dataset.status = status;
    byId("status").textContent = status;
  }

  function definition(list, rows) {
    const nodes = rows.map(([name, text, value, id]) => {
      const row = document.createElement("div");
      const term = document.createElement("dt");
      const detail = document.createElement("dd");
      term.textContent = name;
      detail.textContent = text;
      if (!absent(value)) {
        detail.dataset.value = value;
      }
      if (id) {
        detail.id = id;
      }
      row.append(term, detail);
      return row;
    });
    byId(list).replaceChildren(...nodes);
  }

  /** Fills a table's body: a row is a list of [text, class]. */
  function rows(table, list) {
    byId(table).querySelector("tbody").replaceChildren(...list.map(cells => {
      const row = document.createElement("tr");
      row.append(...cells.map(([text, kind]) => {
        const cell = document.createElement("td");
        cell.textContent = text;
        cell.className = kind ?? "";
        return cell;
      }));
      return row;
    }));
  }

  function show() {
    const { frame, head } = state;
    setStatus(frame.status);
    const isOver = !head || state.isEnded || (!head.canJump && ["finished", "interrupted", "failed"].includes(frame.status));
    const canControl = head && head.canControl && !isOver;
    ["toggle", "step", "slower", "faster", "unlimited"].forEach(id => { byId(id).disabled = !canControl; });
    byId("save").disabled = !head || !hasCharts;
    byId("exact").disabled = frame.status === "computing" || frame.isExact;
    if (frame.note !== shownNote) {
      shownNote = frame.note;
      say(frame.note ?? "", "error");
    }
    byId("toggle").textContent = frame.status === "running" ? "Pause" : "Go on";
    if (!head || !frame.now) {
      return;
    }
    showFacts(head, frame, frame.now);
    showLadder(frame.now);
    showTrades(frame);
    showGroups(head, frame.now);
    showAgent(frame.agent);
    showTraining(head, frame);
    showCluster(frame.cluster);
    rows("stylized", state.facts.map(fact => [
      [fact.name, "text"],
      [{ Met: "met", Missed: "missed", NotEnoughData: "too little data" }[fact.verdict], { Met: "met", Missed: "missed", NotEnoughData: "open" }[fact.verdict] + " text"],
      [fact.found, "prose"], [fact.gate, "prose"], [fact.basis, "text"],
    ]));
    requestDraw();
  }

  function showFacts(head, frame, now) {
    const spread = absent(now.bid) || absent(now.ask) ? null : now.ask - now.bid;
    const progress = Math.min(1, (now.tick + 1) / head.tickCount);
    byId("progress").value = progress;
    if (document.activeElement !== byId("slider") && document.activeElement !== byId("tick")) {
      byId("slider").value = Math.max(0, now.tick);
      byId("tick").value = Math.max(0, now.tick);
    }
    const facts = [
      ["Clock", clockNow(now.time)],
      ["Tick", whole.format(now.tick) + " of " + whole.format(head.tickCount), now.tick, "fact-tick"],
      ["Speed", head.canJump ? frame.speed : whole.format(frame.ticksPerSecond) + " ticks/s" + (frame.speed ? ", " + frame.speed : "")],
      ["Last", shown(priceFormat, now.last), now.last, "fact-last"],
      ["Bid", shown(priceFormat, now.bid), now.bid, "fact-bid"],
      ["Ask", shown(priceFormat, now.ask), now.ask, "fact-ask"],
      ["Spread", shown(priceFormat, spread)],
      ["Fundamental value", shown(priceFormat, now.fundamental)],
      ["Volume", shown(whole, now.volume), now.volume, "fact-volume"],
      ["Trades", whole.format(now.counts.trades), now.counts.trades, "fact-trades"],
      ["Orders", whole.format(now.counts.orders), now.counts.orders, "fact-orders"],
      ["Cancels", whole.format(now.counts.cancels), now.counts.cancels, "fact-cancels"],
      ["Refused", whole.format(now.counts.refusals), now.counts.refusals],
      ["Messages", whole.format(now.counts.messages), now.counts.messages, "fact-messages"],
      ["Viewers", whole.format(frame.viewers) + (frame.lostFrames > 0 ? ", " + whole.format(frame.lostFrames) + " frames lost" : "")],
    ];
    if (head.episodes > 0) {
      facts.unshift(["Episode", whole.format(Math.min(head.episodes, frame.episode + 1)) + " of " + whole.format(head.episodes), frame.episode + 1, "fact-episode"]);
    }
    definition("facts", facts);
  }

  function showLadder(now) {
    const largest = Math.max(1, ...now.bids.map(level => level[1]), ...now.asks.map(level => level[1]));
    const quantity = (value, side) => {
      const cell = document.createElement("td");
      cell.className = side;
      if (!absent(value)) {
        const bar = document.createElement("i");
        bar.style.width = (100 * value) / largest + "%";
        cell.append(bar, whole.format(value));
      }
      return cell;
    };
    const row = (price, bid, ask) => {
      const line = document.createElement("tr");
      const middle = document.createElement("td");
      middle.className = "price";
      middle.textContent = priceFormat.format(price);
      line.append(quantity(bid, "bid"), middle, quantity(ask, "ask"));
      return line;
    };
    const gap = document.createElement("tr");
    gap.className = "spread";
    const text = document.createElement("td");
    text.colSpan = 3;
    text.textContent = absent(now.bid) || absent(now.ask) ? "a side is empty" : "spread " + priceFormat.format(now.ask - now.bid);
    gap.append(text);
    byId("ladder").querySelector("tbody").replaceChildren(
      ...now.asks.slice(0, 10).reverse().map(([price, size]) => row(price, null, size)), gap, ...now.bids.slice(0, 10).map(([price, size]) => row(price, size, null)));
    byId("book-note").textContent = state.head.canJump && !state.frame.isExact ? "As sampled last: " + clockNow(now.time) + "." : "Ten best levels of each side" + (state.head.canJump ? ", computed again." : ".");
  }

  function showTrades(frame) {
    rows("trades", frame.trades.slice(0, 40).map(trade => [
      [state.clock(trade.time), "text"], [trade.isBuy ? "buy" : "sell", "text " + (trade.isBuy ? "buy" : "sell")],
      [priceFormat.format(trade.price)], [upTo(4).format(trade.quantity)], [trade.aggressor + " ← " + (trade.resting < 0 ? "venue" : trade.resting)],
    ]));
  }

  function showGroups(head, now) {
    // Rates over the last buckets that are complete, so that a fresh one does not look like silence.
    const recent = state.buckets.slice(-6, -1);
    const minutes = Math.max(1e-9, (recent.length * state.bucketSeconds) / 60);
    const rate = (name, index) => upTo(1).format(recent.reduce((sum, bucket) => sum + bucket[name][index], 0) / minutes);
    const hasFills = recent.some(bucket => !absent(bucket.buyVolume));
    byId("rates").hidden = !state.hasRequests && !head.hasTrades;
    rows("groups", head.groups.map((group, index) => [
      [group.name, "text"], [group.type, "text"], [whole.format(group.count)], [shown(money, now.groups[index]?.profit)], [shown(upTo(2), now.groups[index]?.inventory)],
      [state.hasRequests && recent.length ? rate("requests", index) : "–"], [hasFills ? rate("fills", index) : "–"],
    ]));
  }

  function showAgent(agent) {
    byId("agent-orders").hidden = !agent?.orders;
    byId("agent-events").hidden = !agent || (!agent.orders && !state.head.hasTrades);
    byId("agent-note").hidden = !byId("agent-events").hidden;
    byId("agent-note").textContent = agent
      ? "This run recorded no single trades, from which the position would follow" + (state.frame.cluster ? "." : "; Exact computes it.")
      : "Agents are numbered from 0 to " + whole.format(state.head.agents - 1) + ": " + state.head.groups.map(group => group.name + " " + whole.format(group.first) + (group.count > 1 ? "–" + whole.format(group.first + group.count - 1) : "")).join(", ") + ".";
    if (agent?.account !== shownAgent) {
      shownAgent = agent?.account;
      byId("agent").value = shownAgent ?? 0;
    }
    if (!agent) {
      definition("agent-facts", []);
      return;
    }
    definition("agent-facts", [
      ["Agent", String(agent.account), agent.account, "agent-account"], ["Group", agent.group], ["Inventory", shown(upTo(2), agent.inventory), agent.inventory, "agent-inventory"],
      ["Cash", shown(money, agent.cash), agent.cash, "agent-cash"], [agent.orders ? "Profit" : "Profit before fees", shown(money, agent.profit)],
    ]);
    rows("agent-orders", (agent.orders ?? []).slice(0, 30).map(order => [[order.side, "text " + order.side], [priceFormat.format(order.price)], [upTo(4).format(order.quantity)]]));
    rows("agent-events", agent.events.map(event => [
      [clockNow(event.time), "text"], [event.what, "text " + (/^b/.test(event.what) ? "buy" : /^s/.test(event.what) ? "sell" : "")], [shown(priceFormat, event.price)], [shown(upTo(4), event.quantity)],
    ]));
  }

  function showTraining(head, frame) {
    const training = state.training;
    if (head.episodes === 0 || !training) {
      return;
    }
    byId("training-note").textContent = whole.format(training.ended) + " of " + whole.format(training.episodes) + " episodes have ended.";
    byId("options").hidden = training.choices.length === 0;
    byId("options-note").textContent = "As picked by " + (training.choices[0]?.policy ?? "") + (training.choices.length > 1 ? ", the first of " + training.choices.length + " controllers." : ".");
    byId("curriculum").hidden = head.stages.length === 0;
    if (head.stages.length > 0) {
      showStages(head, training.stages);
    }
  }

  function showStages(head, evaluations) {
    const last = evaluations.at(-1);
    const present = last ? last.stage + { stays: 0, advances: 1, returns: -1 }[last.decision] : 0;
    byId("stage").textContent = "Now at stage " + present + " (" + head.stages[present] + ") of " + head.stages.map((name, index) => index + " " + name).join(", ") + ". "
      + (last ? "After episode " + whole.format(last.episode + 1) + " stage " + last.stage + " (" + last.name + ") " + last.reason + "." : "No stage has been evaluated yet.");
    rows("stages", evaluations.slice(-30).reverse().map(stage => [
      [whole.format(stage.episode + 1)], [stage.stage + " " + stage.name, "text"], [shown(upTo(3), stage.score)], [shown(upTo(3), stage.smoothed)], [shown(upTo(3), stage.bar)], [stage.reason, "prose"],
    ]));
  }

  function showCluster(cluster) {
    byId("cluster").hidden = !cluster;
    byId("exact").hidden = !state.head.canJump || !!cluster;
    if (cluster) {
      definition("cluster-facts", cluster.facts.map(([name, text]) => [name, text]));
      rows("nodes", cluster.nodes.map(node => [
        [node.name, "text"], [node.state, "text " + (node.state === "up" ? "met" : "missed")], [node.roles.join(", "), "text"], [whole.format(node.threads)],
        [whole.format(node.agents)], [whole.format(node.partitions)], [[...(node.isLeader ? ["market"] : []), ...node.participants].join(", ") || "–", "prose"], [node.host, "text"],
      ]));
      rows("recoveries", cluster.recoveries.map(one => [[String(one.epoch)], [one.cause, "text"], [one.node, "text"], [whole.format(one.tick)], [whole.format(one.committedTick)], [one.message, "prose"]]));
    }
  }

  // ---- Charts ----

  const slow = new Set(["depth"]);
  const charts = Object.fromEntries(Object.keys(liveCharts).map(name => [name, { element: byId(name + "-chart"), isVisible: true, drawn: 0 }]));
  const isIn = chart => chart.element.offsetParent !== null;
  let timer = null;

  function draw(name, isForced) {
    const chart = charts[name];
    if (!hasCharts || !state.head || state.buckets.length === 0 || !isIn(chart) || (!isForced && !chart.isVisible)) {
      return;
    }
    const now = performance.now();
    if (!isForced && now - chart.drawn < (slow.has(name) ? slowInterval : chartInterval)) {
      requestDraw();
      return;
    }
    chart.drawn = now;
    const instance = echarts.getInstanceByDom(chart.element) || begin(chart);
    instance.setOption(asViewed(chart, liveCharts[name](look.theme(), state)), { notMerge: true, lazyUpdate: !isForced });
  }

  function begin(chart) {
    const instance = echarts.init(chart.element);
    instance.on("legendselectchanged", event => { chart.selected = event.selected; });
    instance.on("legendscroll", event => { chart.scrolled = event.scrollDataIndex; });
    instance.on("datazoom", () => {
      const { start, end } = instance.getOption().dataZoom[0];
      chart.zoom = { start, end };
    });
    return instance;
  }

  // What a viewer has zoomed, hidden and scrolled stays as it is when the chart is drawn again.
  const asViewed = (chart, option) => ({
    ...option,
    legend: { ...option.legend, textStyle: { ...option.legend.textStyle, lineHeight: 18 }, selected: chart.selected, scrollDataIndex: chart.scrolled ?? 0 },
    dataZoom: option.dataZoom.map(zoom => ({ ...zoom, ...chart.zoom })),
  });

  function drawAll(isForced) {
    Object.keys(charts).forEach(name => draw(name, isForced));
  }

  function requestDraw() {
    timer ??= setTimeout(() => { timer = null; drawAll(false); }, chartInterval);
  }

  if (hasCharts) {
    const seen = new IntersectionObserver(entries => entries.forEach(entry => {
      const name = Object.keys(charts).find(key => charts[key].element === entry.target);
      charts[name].isVisible = entry.isIntersecting;
      if (entry.isIntersecting) {
        requestDraw();
      }
    }), { rootMargin: "200px" });
    Object.values(charts).forEach(chart => seen.observe(chart.element));
    window.addEventListener("resize", () => Object.values(charts).forEach(chart => echarts.getInstanceByDom(chart.element)?.resize()));
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll(true));
    look.narrowPage.addEventListener("change", () => drawAll(true));
  } else {
    Object.values(charts).forEach(chart => { chart.element.textContent = "This build has no charts: Node.js was missing when it was made."; chart.element.style.height = "auto"; });
  }

  // ---- The picture ----

  function savePicture() {
    drawAll(true);
    const shownCharts = Object.values(charts).filter(isIn).map(chart => [chart, echarts.getInstanceByDom(chart.element)]).filter(([, instance]) => instance);
    const colours = look.theme();
    const width = Math.max(...shownCharts.map(([, instance]) => instance.getWidth())) + 32;
    const height = shownCharts.reduce((sum, [, instance]) => sum + instance.getHeight() + 34, 56);
    const canvas = document.createElement("canvas");
    canvas.width = width * 2;
    canvas.height = height * 2;
    const context = canvas.getContext("2d");
    context.scale(2, 2);
    context.fillStyle = colours.card;
    context.fillRect(0, 0, width, height);
    context.fillStyle = colours.text;
    context.font = "600 18px system-ui, sans-serif";
    context.fillText(state.head.scenario + ", seed " + state.head.seed + ", tick " + whole.format(state.frame.now.tick) + ", " + clockNow(state.frame.now.time), 16, 34);
    context.font = "600 14px system-ui, sans-serif";
    let top = 56;
    shownCharts.forEach(([chart, instance]) => {
      const heading = chart.element.dataset.title ?? chart.element.closest("section").querySelector("h2").textContent;
      context.fillText(heading, 16, top + 16);
      context.drawImage(instance.renderToCanvas({ pixelRatio: 2, backgroundColor: colours.card }), 16, top + 24, instance.getWidth(), instance.getHeight());
      top += instance.getHeight() + 34;
    });
    canvas.toBlob(blob => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = "marketsim-" + state.head.scenario + "-" + state.frame.now.tick + ".png";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    }, "image/png");
  }

  // ---- What a viewer does ----

  function say(text, kind = "error") {
    byId("message").textContent = text;
    byId("message").dataset.kind = kind;
    byId("message").hidden = text === "";
  }

  async function post(path) {
    try {
      const answer = await fetch(path, { method: "POST", headers: { "X-MarketSim": "1" } });
      say(answer.ok ? "" : (await answer.text()).trim());
    } catch {
      say("The program does not answer.");
    }
  }

  const control = (command, tick) => post("/control?do=" + command + (tick === undefined ? "" : "&tick=" + tick));
  byId("toggle").addEventListener("click", () => control(state.frame.status === "running" ? "pause" : "go"));
  ["step", "slower", "faster", "unlimited"].forEach(id => byId(id).addEventListener("click", () => control(id)));
  byId("save").addEventListener("click", savePicture);
  byId("slider").addEventListener("change", () => { control("jump", byId("slider").value); byId("slider").blur(); });
  byId("exact").addEventListener("click", () => control("exact"));
  byId("jump").addEventListener("submit", event => { event.preventDefault(); control("jump", byId("tick").value); byId("tick").blur(); });
  byId("follow").addEventListener("submit", event => { event.preventDefault(); post("/follow?agent=" + byId("agent").value); });

  // ---- The stream ----

  const events = new EventSource("/events");
  events.onmessage = message => take(JSON.parse(message.data));
  events.addEventListener("end", () => {
    events.close();
    state.isEnded = true;
    show();
    [...document.querySelectorAll("#jump input, #jump button, #follow button")].forEach(input => { input.disabled = true; });
    say(state.head?.canJump && !state.frame.cluster ? "The program has ended." : "The run is over; marketsim watch RUN plays it back.", "note");
  });

  // The browser connects again by itself, and is then sent everything.
  events.onerror = () => {
    if (events.readyState !== EventSource.CLOSED) {
      setStatus("disconnected");
    }
  };
})();
