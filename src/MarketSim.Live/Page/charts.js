"use strict";

// The options of the live page's charts, each made from colours and what the page knows of the run.
const liveCharts = (() => {
  const { base, axisLook, valueAxis, named, card, plainNumber, shortNumber, absent, small } = look;
  const number = value => (absent(value) ? "–" : Math.abs(value) >= 10000 ? shortNumber.format(value) : small(value));
  const axisNumber = value => (Math.abs(value) >= 1000 ? shortNumber.format(value) : plainNumber.format(value));
  const maximumColumns = 160;

  const withoutToolbox = option => ({ ...option, toolbox: { show: false } });

  function timeAxis(colours, state) {
    return {
      type: "category", ...axisLook(colours), data: state.buckets.map(bucket => state.clock(bucket.time)), boundaryGap: true,
      axisLabel: { color: colours.muted, hideOverlap: true, formatter: text => (state.buckets.length * state.bucketSeconds < 1800 ? text : text.slice(0, -3)) }, splitLine: { show: false }, axisTick: { show: false },
    };
  }

  function tooltip(items) {
    const rows = items.filter(item => item.seriesType !== "custom" && item.seriesType !== "scatter" && item.value !== undefined && !absent(Array.isArray(item.value) ? item.value[1] : item.value));
    return card(items[0]?.axisValueLabel ?? "", rows.flatMap(item => item.seriesType === "candlestick"
      ? [[item.color, "Open", number(item.value[1])], [null, "High", number(item.value[4])], [null, "Low", number(item.value[3])], [null, "Close", number(item.value[2])]]
      : [[item.color, item.seriesName, number(Array.isArray(item.value) ? item.value[1] : item.value)]]));
  }

  // Prices keep the decimals of their tick: rounded ones would repeat on a narrow axis.
  const priced = state => ({ format: value => state.priceText(value) });

  function overTime(colours, state, series, yName, { format, ...more } = {}) {
    return {
      ...named(withoutToolbox(base(colours, { formatter: tooltip })), series.map(one => one.name)),
      grid: { ...base(colours).grid, bottom: 18 },
      xAxis: timeAxis(colours, state),
      yAxis: valueAxis(colours, yName, format ?? axisNumber, { scale: true, nameGap: 44, ...more }),
      series,
    };
  }

  const line = (name, colour, data, more) => ({ type: "line", name, data, showSymbol: false, lineStyle: { width: 1.6, color: colour }, itemStyle: { color: colour }, emphasis: { disabled: true }, ...more });

  function price(colours, state) {
    const first = state.buckets[0]?.time ?? 0;
    const indexOf = trade => Math.min(state.buckets.length - 1, Math.floor((trade.time - first) / state.bucketSeconds + 1e-6));
    const marks = isBuy => (state.frame.trades ?? []).filter(trade => trade.isBuy === isBuy && trade.time >= first).map(trade => [indexOf(trade), trade.price]);
    const scatter = (name, isBuy, colour) => ({ type: "scatter", name, data: marks(isBuy), symbol: "triangle", symbolRotate: isBuy ? 0 : 180, symbolSize: 7, itemStyle: { color: colour, opacity: 0.75 }, z: 6, tooltip: { show: false } });
    return overTime(colours, state, [
      {
        type: "candlestick", name: state.head.hasTrades ? "Trades" : "Last price, as sampled", data: state.buckets.map(bucket => [bucket.open, bucket.close, bucket.low, bucket.high]), barMaxWidth: 9, barMinWidth: 1,
        itemStyle: { color: colours.green, color0: colours.red, borderColor: colours.green, borderColor0: colours.red },
      },
      line("Fundamental value", colours.orange, state.buckets.map(bucket => bucket.fundamental), { z: 5 }),
      ...(state.head.hasTrades ? [scatter("Buyer took", true, colours.blue), scatter("Seller took", false, colours.groups[3])] : []),
    ], "Price", priced(state));
  }

  // A few orders far away, as before the first trades, do not make a line of all the others.
  function rangeOf(prices, mids, tick) {
    const sorted = [...prices].sort((left, right) => left - right);
    const known = mids.filter(price => !absent(price));
    if (sorted.length === 0) {
      return {};
    }
    const at = share => sorted[Math.round(share * (sorted.length - 1))];
    const [low, high] = [known.reduce((least, price) => Math.min(least, price), at(0.02)), known.reduce((most, price) => Math.max(most, price), at(0.98))];
    const margin = Math.max(2 * tick, (high - low) * 0.05);
    return { min: Math.floor((low - margin) / tick) * tick, max: Math.ceil((high + margin) / tick) * tick };
  }

  function depth(colours, state) {
    const stride = Math.max(1, Math.ceil(state.buckets.length / maximumColumns));
    const shown = state.buckets.filter((_, index) => index % stride === 0);
    const cells = shown.flatMap((bucket, column) => [
      ...bucket.bids.map(([at, quantity]) => [column, at, quantity, 0]),
      ...bucket.asks.map(([at, quantity]) => [column, at, quantity, 1]),
    ]);
    const largest = Math.max(2, ...cells.map(cell => cell[2]));
    const strength = quantity => 0.12 + (0.88 * Math.log(1 + quantity)) / Math.log(1 + largest);
    const tick = state.head.tickSize;
    const renderItem = (params, api) => {
      const [x, y] = api.coord([api.value(0), api.value(1)]);
      const [width, height] = api.size([1, tick]);
      const rectangle = echarts.graphic.clipRectByRect(
        { x: x - width / 2, y: y - Math.max(1.5, height) / 2, width: Math.max(1, width + 0.5), height: Math.max(1.5, height) },
        { x: params.coordSys.x, y: params.coordSys.y, width: params.coordSys.width, height: params.coordSys.height });
      return rectangle && { type: "rect", shape: rectangle, style: { fill: api.value(3) === 0 ? colours.green : colours.red, opacity: strength(api.value(2)) } };
    };
    const mid = shown.map(bucket => (absent(bucket.bid) || absent(bucket.ask) ? null : (bucket.bid + bucket.ask) / 2));
    const option = overTime(colours, { ...state, buckets: shown }, [line("Mid-price", colours.text, mid, { lineStyle: { width: 1.2, color: colours.text } })], "Price", priced(state));
    option.yAxis = { ...option.yAxis, ...rangeOf(cells.map(cell => cell[1]), mid, tick), axisLabel: { ...option.yAxis.axisLabel, showMinLabel: false, showMaxLabel: false } };
    option.series.unshift({ type: "custom", name: "Quantity", data: cells, encode: { x: 0, y: 1 }, renderItem, silent: true, z: 1 });
    option.legend = { ...option.legend, data: ["Mid-price"] };
    return option;
  }

  const volume = (colours, state) => {
    const bars = (name, colour, data) => ({ type: "bar", stack: "volume", name, data, itemStyle: { color: colour }, barCategoryGap: "10%", emphasis: { disabled: true } });
    const unknown = bars("Aggressor not recorded", colours.grey, state.buckets.map(bucket => (absent(bucket.buyVolume) ? bucket.volume : null)));
    return overTime(colours, state, [
      ...(state.buckets.some(bucket => !absent(bucket.buyVolume)) ? [
        bars("Buyers took", colours.green, state.buckets.map(bucket => bucket.buyVolume)),
        bars("Sellers took", colours.red, state.buckets.map(bucket => (absent(bucket.buyVolume) ? null : bucket.volume - bucket.buyVolume))),
      ] : []),
      ...(state.buckets.some(bucket => absent(bucket.buyVolume)) ? [unknown] : []),
    ], "Units", { scale: false });
  };

  const spread = (colours, state) => overTime(colours, state, [
    line("Spread", colours.blue, state.buckets.map(bucket => (absent(bucket.bid) || absent(bucket.ask) ? null : bucket.ask - bucket.bid)), { step: "end", areaStyle: { color: colours.blue, opacity: 0.12 } }),
  ], "Currency", { scale: false });

  const ofGroups = (value, yName) => (colours, state) => overTime(colours, state, state.head.groups.map((group, index) =>
    line(group.name, colours.groups[index % colours.groups.length], state.buckets.map(bucket => value(bucket, index, state)))), yName);

  const profit = ofGroups((bucket, group) => bucket.groups[group]?.profit ?? null, "Profit (currency)");
  const inventory = ofGroups((bucket, group) => bucket.groups[group]?.inventory ?? null, "Inventory (units)");

  function rates(colours, state) {
    const counts = state.hasRequests ? "requests" : "fills";
    return ofGroups((bucket, group) => (bucket[counts][group] * 60) / state.bucketSeconds, state.hasRequests ? "Requests per minute" : "Fills per minute")(colours, state);
  }

  // ---- Training ----

  function overTicks(colours, lines, xName, yName, more) {
    return {
      ...named(withoutToolbox(base(colours, { formatter: items => card(xName + " " + plainNumber.format(items[0].value[0]), items.map(item => [item.color, item.seriesName, number(item.value[1])])) })), lines.map(one => one.name)),
      xAxis: valueAxis(colours, xName, axisNumber, { min: "dataMin", max: "dataMax", splitLine: { show: false }, nameGap: 24 }),
      yAxis: valueAxis(colours, yName, axisNumber, { scale: true, nameGap: 44, ...more }),
      series: lines,
    };
  }

  const colourOf = (colours, index) => colours.groups[index % colours.groups.length];

  // A learner has its group's colour in every chart; those that are no group's (controllers) follow, with the last colours.
  function policies(state) {
    const names = state.head.groups.map(group => group.name);
    const known = state.training?.policies ?? [];
    const others = known.map(policy => policy.name).filter(name => !names.includes(name));
    const lastColour = look.theme().groups.length - 1;
    return [
      ...names.flatMap((name, place) => known.filter(policy => policy.name === name).map(policy => ({ ...policy, place }))),
      ...others.map((name, index) => ({ ...known.find(policy => policy.name === name), place: lastColour - (index % lastColour) })),
    ];
  }

  const learned = (name, colour, points, more) => line(name, colour, points, { showSymbol: points.length < 60, symbolSize: 4, ...more });

  const rewards = (colours, state) => overTicks(colours,
    policies(state).filter(policy => policy.rewards.length).map(policy => learned(policy.name, colourOf(colours, policy.place), policy.rewards)), "Episode", "Reward");

  /** A line for each figure whose name, without the part before the stroke, is one of these; what is not the learner's own (an option's) is dashed and says whose it is. */
  function figures(names, yName, axis) {
    const wanted = Object.keys(names);
    const lineOf = (colours, policy, name, points) => {
      const [part, figure] = name.includes("/") ? name.split("/") : ["train", name];
      const option = /^option-(\d+)$/.exec(part);
      const label = policy.name + (part === "train" ? "" : " " + part.replace("-", " ")) + names[figure];
      const isOwn = part === "train" && names[figure] === "";
      const colour = colourOf(colours, option ? Number(option[1]) : policy.place);
      return learned(label, colour, axis?.type === "log" ? points.filter(point => point[1] > 0) : points, isOwn ? {} : { lineStyle: { width: 1.4, type: "dashed", color: colour } });
    };
    return (colours, state) => overTicks(colours, policies(state).flatMap(policy => Object.entries(policy.figures)
      .filter(([name]) => !name.startsWith("start/") && wanted.includes(name.split("/").at(-1)))
      .map(([name, points]) => lineOf(colours, policy, name, points))), "Tick", yName, axis);
  }

  const losses = figures({ policy_loss: "", actor_loss: "", clone_loss: " clone", held_out_loss: " held out" }, "Loss");
  const errors = figures({ value_loss: "", critic_loss: "" }, "Squared error", { type: "log" });
  const entropy = figures({ entropy: "", usage_entropy: " in use" }, "Entropy (nats)");
  const lag = figures({ lag: "" }, "Lag (weights versions)", { scale: false, minInterval: 1 });

  // Which option acts, as areas behind the price of the present episode; of the first controller with any.
  function options(colours, state) {
    const choices = state.training?.choices?.[0]?.choices ?? [];
    const first = state.buckets[0]?.time ?? 0;
    const firstTick = Math.round((state.sessionOpen - state.head.openSeconds) / state.head.tickSeconds);
    const place = tick => Math.max(0, Math.min(state.buckets.length - 1, Math.floor(((tick - firstTick) * state.head.tickSeconds) / state.bucketSeconds)));
    const own = choices.filter(([tick]) => tick >= firstTick && tick < firstTick + state.head.ticksPerEpisode);
    const bands = own.map(([tick, option], index) => [
      { xAxis: place(tick), itemStyle: { color: colourOf(colours, option), opacity: 0.3 }, name: "" },
      { xAxis: index + 1 < own.length ? place(own[index + 1][0]) : state.buckets.length - 1 },
    ]);
    const used = [...new Set(own.map(choice => choice[1]))].sort((left, right) => left - right);
    const mid = state.buckets.map(bucket => (absent(bucket.bid) || absent(bucket.ask) ? bucket.close : (bucket.bid + bucket.ask) / 2));
    const price = line("Mid-price", colours.text, mid, { markArea: { silent: true, data: bands }, z: 5 });
    const keys = used.map(option => line("Option " + option, colourOf(colours, option), [], { lineStyle: { width: 8, color: colourOf(colours, option) } }));
    return overTime(colours, state, [price, ...keys], "Price", priced(state));
  }

  return { price, depth, volume, spread, profit, inventory, rate: rates, reward: rewards, loss: losses, error: errors, entropy, lag, options };
})();
