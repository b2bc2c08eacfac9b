"use strict";

// Draws the charts of a MarketSim report: one function per chart turns its part of the data into an ECharts option.
(() => {
  const { narrowPage, logarithmic, plainNumber, shortNumber, wholeNumber, absent, shown, small, card, base, axisLook, valueAxis, named } = look;
  const data = JSON.parse(document.getElementById("chart-data").textContent);
  const secondsPerDay = 86400;

  // ---- Numbers and times ----

  const priceNumber = new Intl.NumberFormat("en", {
    minimumFractionDigits: data.priceDecimals,
    maximumFractionDigits: data.priceDecimals + 1,
  });
  const twoDigits = value => String(value).padStart(2, "0");

  function clock(seconds, withSeconds) {
    const whole = Math.floor(seconds + 1e-6);
    const label = twoDigits(Math.floor(whole / 3600)) + ":" + twoDigits(Math.floor(whole / 60) % 60);
    return withSeconds ? label + ":" + twoDigits(whole % 60) : label;
  }

  /** Of a training: the episode that a time is in, from 0; the market begins again with each, by the same clock. */
  const countsEpisodes = data.axis.episodeSeconds > 0;
  const episodeOf = position => Math.max(0, Math.floor((position - data.axis.open) / data.axis.episodeSeconds + 1e-6));

  function timeLabel(position) {
    if (countsEpisodes) {
      const episode = episodeOf(position);
      return "episode " + (episode + 1) + " " + dayLabel(position - episode * data.axis.episodeSeconds);
    }
    return dayLabel(position);
  }

  function dayLabel(position) {
    if (!data.axis.hasSeveralDays) {
      return clock(position, true);
    }
    const day = Math.floor(position / secondsPerDay);
    return "day " + (day + 1) + " " + clock(position - day * secondsPerDay, true);
  }

  /** The day where it begins, the clock within it. */
  function axisLabel(position, withSeconds) {
    return data.axis.hasSeveralDays && position % secondsPerDay === 0
      ? "day " + (position / secondsPerDay + 1)
      : clock(position % (data.axis.hasSeveralDays ? secondsPerDay : Infinity), withSeconds);
  }

  // ---- What the options share ----

  /**
   * Up to four weeks, the axis takes milliseconds, so that ECharts' own time axis finds round labels at any zoom; beyond, that would label months,
   * and the axis counts days.
   */
  const countsDays = !countsEpisodes && data.axis.last - data.axis.first > 28 * secondsPerDay;
  const onAxis = position => (countsDays || countsEpisodes ? position : position * 1000);
  const fromAxis = value => (countsDays || countsEpisodes ? value : value / 1000);

  /** Ticks where episodes begin, not more than there is room for. */
  function episodeAxis(look, labels, first, last) {
    const episodes = episodeOf(last) - episodeOf(first) + 1;
    const every = Math.ceil(episodes / labels);
    const customValues = Array.from({ length: Math.ceil(episodes / every) }, (_, index) => data.axis.open + (episodeOf(first) + index * every) * data.axis.episodeSeconds);
    const formatter = value => String(episodeOf(value) + 1);
    return { type: "value", ...look, name: "Episode", axisTick: { customValues }, axisLabel: { ...look.axisLabel, formatter, customValues } };
  }

  function timeAxis(colours, first = data.axis.first, last = data.axis.last) {
    const unit = countsDays ? "days" : data.axis.hasSeveralDays ? "days, hh:mm" : last - first < 600 ? "hh:mm:ss" : "hh:mm";
    const labels = narrowPage.matches ? 4 : 10;
    const look = { ...axisLook(colours, "Simulated time (" + unit + ")"), splitLine: { show: false }, min: onAxis(first), max: onAxis(last) };
    const formatter = value => axisLabel(fromAxis(value), last - first < 600);
    if (countsEpisodes) {
      return episodeAxis(look, labels, first, last);
    }
    if (!countsDays) {
      return { type: "time", ...look, splitNumber: labels, axisLabel: { ...look.axisLabel, formatter } };
    }
    const interval = secondsPerDay * Math.ceil((last - first) / secondsPerDay / labels);
    const begin = Math.ceil(first / interval) * interval;
    const customValues = Array.from({ length: Math.floor((last - begin) / interval) + 1 }, (_, index) => begin + index * interval);
    return { type: "value", ...look, axisTick: { customValues }, axisLabel: { ...look.axisLabel, formatter, customValues } };
  }

  const points = (times, values) => times.map((time, index) => [onAxis(time), values[index]]);
  const any = values => values.some(value => !absent(value));

  function line(name, times, values, colour, more) {
    return {
      type: "line", name, data: points(times, values), showSymbol: values.filter(value => !absent(value)).length === 1, itemStyle: { color: colour },
      lineStyle: { width: narrowPage.matches ? 1 : 1.5, color: colour }, emphasis: { disabled: true }, ...more,
    };
  }

  /** Two stacked series that fill the room between a lower and an upper line. */
  function band(name, times, lower, upper, colour) {
    const height = lower.map((value, index) => (absent(value) || absent(upper[index]) ? null : upper[index] - value));
    const hidden = { lineStyle: { opacity: 0 }, stack: name, stackStrategy: "all", silent: true, z: 1 };
    return [
      line(name + " (lower)", times, lower, colour, hidden),
      line(name, times, height, colour, { ...hidden, areaStyle: { color: colour, opacity: 0.28 } }),
    ];
  }

  // ---- The charts ----

  function price(colours) {
    const chart = data.price;
    const money = shown(priceNumber);
    const rows = [
      ["Ask", chart.ask, colours.grey],
      ["Mid", chart.mid, colours.blue],
      ["Bid", chart.bid, colours.grey],
      ["Last trade", chart.last, colours.orange],
      ["Fundamental value", chart.fundamental, colours.green],
    ].filter(row => any(row[1]));
    const option = base(colours, {
      formatter: items => card(timeLabel(fromAxis(items[0].value[0])), rows.map(([name, values, colour]) => [colour, name, money(values[items[0].dataIndex])])),
    });
    const series = band("Best bid to ask", chart.time, chart.bid, chart.ask, colours.grey);
    series.push(line("Last trade", chart.time, chart.last, colours.orange, { step: "end", lineStyle: { width: 1, color: colours.orange, opacity: 0.8 } }));
    series.push(line("Mid", chart.time, chart.mid, colours.blue, { z: 4 }));
    if (any(chart.fundamental)) {
      series.push(line("Fundamental value", chart.time, chart.fundamental, colours.green, { z: 5, lineStyle: { width: 1.5, type: "dashed", color: colours.green } }));
    }
    series.push(...markers(colours));
    return {
      ...named(option, series.map(item => item.name).filter(name => !name.endsWith("(lower)"))),
      xAxis: timeAxis(colours),
      yAxis: valueAxis(colours, "Price (currency per share)", value => priceNumber.format(value), { scale: true }),
      series,
    };
  }

  /** Triangles where the agent that was asked for bought and sold. */
  function markers(colours) {
    const chart = data.markers;
    if (!chart || chart.time.length === 0) {
      return [];
    }
    const shares = shown(plainNumber, "shares");
    return [["bought", 1, 0, colours.green], ["sold", 0, 180, colours.red]].map(([verb, side, rotation, colour]) => ({
      type: "scatter", name: "Agent " + chart.agent + " " + verb, symbol: "triangle", symbolRotate: rotation, symbolSize: narrowPage.matches ? 7 : 9, z: 6,
      itemStyle: { color: colour, borderColor: colours.card, borderWidth: 1 },
      data: chart.time.map((time, index) => [onAxis(time), chart.price[index], chart.quantity[index], chart.buys[index]]).filter(point => point[3] === side),
      tooltip: { trigger: "item", formatter: item => card(timeLabel(fromAxis(item.value[0])), [[item.color, item.seriesName, shares(item.value[2]) + " at " + priceNumber.format(item.value[1])]]) },
    }));
  }

  function candles(colours) {
    const chart = data.candles;
    const middle = chart.start.map(start => start + chart.intervalSeconds / 2);
    const money = shown(priceNumber);
    const shares = shown(wholeNumber, "shares");
    const volumes = data.volume ? data.volume.volume : [];
    const option = base(colours, {
      axisPointer: { type: "shadow" },
      formatter: items => {
        const index = items[0].dataIndex;
        return card(timeLabel(chart.start[index]) + " to " + timeLabel(chart.start[index] + chart.intervalSeconds), [
          [null, "Open", money(chart.open[index])], [null, "High", money(chart.high[index])], [null, "Low", money(chart.low[index])],
          [null, "Close", money(chart.close[index])], [colours.grey, "Volume", shares(volumes[index])],
        ]);
      },
    });
    const first = Math.min(chart.start[0], data.axis.first);
    const last = Math.max(chart.start[chart.start.length - 1] + chart.intervalSeconds, data.axis.last);
    const time = timeAxis(colours, first, last);
    return {
      ...named(option, ["Price", "Volume"]),
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      dataZoom: option.dataZoom.map(zoom => ({ ...zoom, xAxisIndex: [0, 1] })),
      // Fixed edges, so that a candle stands above its volume whatever the labels of the two axes take.
      grid: [[40, "34%"], ["72%", 52]].map(([top, bottom]) => ({ ...option.grid, left: narrowPage.matches ? 62 : 74, top, bottom, outerBoundsMode: "none" })),
      xAxis: [{ ...time, name: "", axisLabel: { show: false }, axisTick: { show: false } }, { ...time, gridIndex: 1 }],
      yAxis: [
        valueAxis(colours, "Price (currency per share)", value => priceNumber.format(value), { scale: true }),
        valueAxis(colours, "Volume", value => shortNumber.format(value), { gridIndex: 1, splitNumber: 2 }),
      ],
      series: [
        {
          type: "candlestick", name: "Price", barMaxWidth: 14, itemStyle: { color: colours.green, borderColor: colours.green, color0: colours.red, borderColor0: colours.red },
          data: middle.map((moment, index) => [onAxis(moment), chart.open[index], chart.close[index], chart.low[index], chart.high[index]]).filter(candle => !absent(candle[1])),
        },
        { type: "bar", name: "Volume", xAxisIndex: 1, yAxisIndex: 1, data: points(middle, volumes), itemStyle: { color: colours.grey }, barWidth: "85%", emphasis: { disabled: true } },
      ],
    };
  }

  function spread(colours) {
    const chart = data.spread;
    const ticks = shown(plainNumber, "ticks");
    const option = base(colours, {
      formatter: items => {
        const index = items[0].dataIndex;
        return card("from " + timeLabel(chart.time[index]), [
          [null, "Highest", ticks(chart.highest[index])],
          [colours.blue, "Mean", ticks(chart.mean[index])],
          [null, "Lowest", ticks(chart.lowest[index])],
        ]);
      },
    });
    return {
      ...named(option, ["Lowest to highest", "Mean"]),
      xAxis: timeAxis(colours),
      yAxis: valueAxis(colours, "Spread (ticks of " + data.tickSize + ")", value => shortNumber.format(value), { min: 0 }),
      series: [
        ...band("Lowest to highest", chart.time, chart.lowest, chart.highest, colours.grey),
        line("Mean", chart.time, chart.mean, colours.blue),
      ],
    };
  }

  function depth(colours) {
    const chart = data.depth;
    const endTime = chart.startTime + chart.columnSeconds * chart.columns;
    const highestPrice = chart.lowestPrice + chart.priceStep * chart.rows;
    const quantities = chart.cells.filter((_, index) => index % 3 === 2);
    const most = quantities.reduce((left, right) => Math.max(left, Math.abs(right)), 0);
    // Below a hundredth of the most, all is the palest colour: rarely filled prices shall not use up the scale.
    const least = Math.max(quantities.reduce((left, right) => Math.min(left, Math.abs(right)), Infinity), most / 100);
    const cells = quantities.map((quantity, cell) =>
      [chart.cells[3 * cell], chart.cells[3 * cell + 1], Math.log10(Math.max(Math.abs(quantity), least)), quantity]);
    const side = (name, isSide) => ({ type: "heatmap", name, data: cells.filter(cell => isSide(cell[3])), progressive: 0, emphasis: { disabled: true } });
    // A scale for each side, one hue each, with the same ends.
    const scale = (seriesIndex, inRange, place, name) => ({
      type: "continuous", seriesIndex, dimension: 2, min: Math.log10(least), max: Math.log10(most) + (most > least ? 0 : 1),
      orient: "horizontal", ...place, bottom: 0, itemWidth: 14, itemHeight: narrowPage.matches ? 60 : 160,
      text: [shares(most), name + " " + plainNumber.format(least)], textStyle: { color: colours.muted }, hoverLink: false, inRange: { color: inRange },
    });
    const shares = shown(plainNumber, "shares");
    const midAt = time => chart.mid[chart.midTime.findIndex(moment => moment >= time)];
    const halfTick = data.tickSize / 2;
    const hidden = count => ({ type: "category", show: false, data: Array.from({ length: count }, (_, index) => index) });
    const option = base(colours, {
      trigger: "item",
      formatter: item => {
        const time = chart.startTime + (item.value[0] + 0.5) * chart.columnSeconds;
        const low = chart.lowestPrice + item.value[1] * chart.priceStep + halfTick;
        const high = low + chart.priceStep - data.tickSize;
        const levels = priceNumber.format(low) + (high - low > halfTick ? " to " + priceNumber.format(high) : "");
        return card(timeLabel(time), [[item.color, item.seriesName + " " + levels, shares(Math.abs(item.value[3]))], [colours.green, "Mid", shown(priceNumber)(midAt(time))]]);
      },
    });
    return {
      ...named(option, ["Mid"]),
      grid: { ...option.grid, bottom: 84 },
      xAxis: [hidden(chart.columns), { ...timeAxis(colours, chart.startTime, endTime), position: "bottom" }],
      yAxis: [
        hidden(chart.rows),
        valueAxis(colours, "Price (currency per share)", value => priceNumber.format(value),
          { position: "left", min: chart.lowestPrice, max: highestPrice, splitLine: { show: false }, axisLabel: { showMinLabel: false, showMaxLabel: false } }),
      ],
      dataZoom: option.dataZoom.map(zoom => ({ ...zoom, xAxisIndex: [0, 1] })),
      visualMap: [scale(0, colours.heat, { left: narrowPage.matches ? 0 : "12%" }, "Bids"), scale(1, colours.heatAsk, { right: narrowPage.matches ? 0 : "12%" }, "Asks")],
      series: [
        side("Bids", quantity => quantity < 0),
        side("Asks", quantity => quantity > 0),
        line("Mid", chart.midTime, chart.mid, colours.green, { xAxisIndex: 1, yAxisIndex: 1, silent: true, z: 5, lineStyle: { width: narrowPage.matches ? 0.8 : 1.3, color: colours.green } }),
      ],
    };
  }

  function volume(colours) {
    const chart = data.volume;
    const middle = chart.start.map(start => start + chart.intervalSeconds / 2);
    const shares = shown(wholeNumber, "shares");
    const parts = chart.sides
      ? [["Buyer-initiated", chart.sides.buyerInitiated, colours.blue], ["Seller-initiated", chart.sides.sellerInitiated, colours.orange]]
      : [["Volume", chart.volume, colours.blue]];
    const option = base(colours, {
      axisPointer: { type: "shadow" },
      formatter: items => {
        const index = items[0].dataIndex;
        const rows = parts.map(([name, values, colour]) => [colour, name, shares(values[index])]);
        if (chart.sides) {
          rows.push([null, "Trades", wholeNumber.format(chart.sides.trades[index])]);
        }
        return card(timeLabel(chart.start[index]) + " to " + timeLabel(chart.start[index] + chart.intervalSeconds), rows);
      },
    });
    const end = chart.start[chart.start.length - 1] + chart.intervalSeconds;
    return {
      ...named(option, parts.map(([name]) => name)),
      xAxis: timeAxis(colours, Math.min(chart.start[0], data.axis.first), Math.max(end, data.axis.last)),
      yAxis: valueAxis(colours, "Volume (shares)", value => shortNumber.format(value)),
      series: parts.map(([name, values, colour]) => ({
        type: "bar", name, stack: "volume", data: points(middle, values), itemStyle: { color: colour }, barWidth: "85%", emphasis: { disabled: true },
      })),
    };
  }

  function returns(colours) {
    const chart = data.returns;
    const isLogarithmic = logarithmic.has("returns");
    const smallest = Math.min(...chart.density.filter(value => value > 0));
    const floor = 10 ** Math.floor(Math.log10(smallest));
    const visible = values => values.map(value => (isLogarithmic && value < floor ? null : value));
    const option = base(colours, {
      formatter: items => {
        const index = items[0].dataIndex;
        return card(small(chart.centre[index]) + " basis points", [
          [colours.blue, "Returns", small(chart.density[index])],
          [colours.orange, "Normal", small(chart.normal[index])],
        ]);
      },
    });
    const plain = (name, values, colour, more) => ({
      type: "line", name, data: chart.centre.map((centre, index) => [centre, values[index]]), showSymbol: false,
      itemStyle: { color: colour }, lineStyle: { width: 1.5, color: colour }, emphasis: { disabled: true }, ...more,
    });
    return {
      ...named(option, ["Returns", "Normal with the same mean and deviation"]),
      xAxis: valueAxis(colours, "Log return (basis points)", small, { scale: true, splitLine: { show: false }, min: "dataMin", max: "dataMax", axisLabel: { showMinLabel: false, showMaxLabel: false } }),
      yAxis: valueAxis(colours, "Density (per basis point)", small, isLogarithmic ? { type: "log", min: floor } : { min: 0 }),
      series: [
        plain("Returns", visible(chart.density), colours.blue, { step: "middle", areaStyle: { color: colours.blue, opacity: 0.25, origin: "start" } }),
        plain("Normal with the same mean and deviation", visible(chart.normal), colours.orange, { smooth: true }),
      ],
    };
  }

  function autocorrelation(colours) {
    const chart = data.autocorrelation;
    const lags = chart.returns.map((_, index) => index + 1);
    const bandName = "95 % band of an uncorrelated series";
    const option = base(colours, {
      formatter: items => {
        const index = items[0].dataIndex;
        return card("Lag " + lags[index], [
          [colours.blue, "Returns", small(chart.returns[index])],
          [colours.orange, "Absolute returns", small(chart.absoluteReturns[index])],
          [null, "95 % band", "± " + small(chart.band)],
        ]);
      },
    });
    const plain = (name, values, colour, more) => ({
      type: "line", name, data: lags.map((lag, index) => [lag, values[index]]), symbolSize: 4, showSymbol: true,
      itemStyle: { color: colour }, lineStyle: { width: 1.5, color: colour }, emphasis: { disabled: true }, ...more,
    });
    return {
      ...named(option, ["Returns", "Absolute returns", bandName]),
      xAxis: valueAxis(colours, "Lag (intervals of " + chart.intervalLabel + ")", value => plainNumber.format(value), { min: 0, max: lags.length, minInterval: 1, splitLine: { show: false } }),
      yAxis: valueAxis(colours, "Autocorrelation", small),
      series: [
        {
          type: "line", name: bandName, data: [], itemStyle: { color: colours.grey, opacity: 0.4 },
          markArea: { silent: true, itemStyle: { color: colours.grey, opacity: 0.22 }, data: [[{ yAxis: -chart.band }, { yAxis: chart.band }]] },
        },
        plain("Returns", chart.returns, colours.blue),
        plain("Absolute returns", chart.absoluteReturns, colours.orange),
      ],
    };
  }

  function groupLines(colours, pick, axisName, unit) {
    const chart = data.groups;
    const colour = index => colours.groups[index % colours.groups.length];
    const amount = shown(wholeNumber, unit);
    const option = base(colours, {
      formatter: items => {
        const index = items[0].dataIndex;
        return card(timeLabel(chart.time[index]), chart.groups.map((group, place) => [colour(place), group.name, amount(pick(group)[index])]));
      },
    });
    return {
      ...named(option, chart.groups.map(group => group.name)),
      xAxis: timeAxis(colours),
      yAxis: valueAxis(colours, axisName, value => shortNumber.format(value)),
      series: chart.groups.map((group, index) => line(group.name, chart.time, pick(group), colour(index))),
    };
  }

  const drawdown = colours => groupLines(colours, group => group.drawdown, "Below the highest profit (currency)", "");
  const profit = colours => groupLines(colours, group => group.profit, "Profit (currency)", "");
  const inventory = colours => groupLines(colours, group => group.inventory, "Inventory (shares)", "shares");

  function rates(colours) {
    const chart = data.rates;
    const lines = [
      ["Orders", chart.orders, colours.blue],
      ["Cancels", chart.cancels, colours.orange],
      ["Amendments", chart.amendments, colours.groups[4]],
      ["Trades", chart.trades, colours.green],
      ["Refusals", chart.refusals, colours.red],
    ].filter(([name, values]) => name === "Orders" || values.some(value => value > 0));
    const option = base(colours, {
      formatter: items => {
        const index = items[0].dataIndex;
        return card("from " + timeLabel(chart.time[index]), lines.map(([name, values, colour]) => [colour, name, small(values[index]) + " /s"]));
      },
    });
    return {
      ...named(option, lines.map(([name]) => name)),
      xAxis: timeAxis(colours),
      yAxis: valueAxis(colours, "Messages per simulated second", value => shortNumber.format(value), { min: 0 }),
      series: lines.map(([name, values, colour]) => line(name, chart.time, values, colour, { lineStyle: { width: 1.2, color: colour } })),
    };
  }

  const options = { price, candles, drawdown, spread, depth, volume, returns, autocorrelation, profit, inventory, rates };

  look.onPage("chart", options);
})();
