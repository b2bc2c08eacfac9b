"use strict";

// Draws figures: lines over a common axis, with bands around them and a second axis where a figure has one.
(() => {
  const { narrowPage, logarithmic, shortNumber, plainNumber, absent, small, card, base, valueAxis, named } = look;
  const figures = JSON.parse(document.getElementById("figure-data").textContent);
  const colourOf = (colours, line) => colours.groups[line.colour % colours.groups.length];
  const number = value => (absent(value) ? "–" : Math.abs(value) >= 1000 ? shortNumber.format(value) : small(value));
  const axisNumber = value => (Math.abs(value) >= 1000 ? shortNumber.format(value) : small(value));

  function styleOf(line, colour) {
    const thick = narrowPage.matches ? 1.2 : 2;
    switch (line.style) {
      case "thin": return { lineStyle: { width: 1, color: colour, opacity: 0.35 }, z: 2 };
      case "dashed": return { lineStyle: { width: 1.5, color: colour, type: "dashed" }, z: 4 };
      case "steps": return { lineStyle: { width: 1.2, color: colour }, step: "end", z: 3 };
      case "points": return { lineStyle: { width: 1.2, color: colour }, showSymbol: true, symbolSize: 5, z: 3 };
      case "bars": return { type: "bar", barMaxWidth: 40, z: 3 };
      default: return { lineStyle: { width: thick, color: colour }, z: 5 };
    }
  }

  const pairs = (line, values) => line.x.map((x, index) => [x, values[index]]);

  function lineSeries(line, colour) {
    return {
      type: "line", name: line.name, data: pairs(line, line.y), yAxisIndex: line.onSecondAxis ? 1 : 0, showSymbol: line.y.filter(value => !absent(value)).length === 1, itemStyle: { color: colour },
      emphasis: { disabled: true }, connectNulls: false, ...styleOf(line, colour),
    };
  }

  /** Two stacked series that fill the room between a line's lower and upper bound. */
  function bandSeries(line, colour) {
    const height = line.low.map((low, index) => (absent(low) || absent(line.high[index]) ? null : line.high[index] - low));
    const hidden = {
      type: "line", stack: line.name + " band", stackStrategy: "all", yAxisIndex: line.onSecondAxis ? 1 : 0, showSymbol: false, silent: true, z: 1,
      lineStyle: { opacity: 0 }, itemStyle: { color: colour }, emphasis: { disabled: true }, tooltip: { show: false },
    };
    return [
      { ...hidden, name: line.name + " (lower)", data: pairs(line, line.low) },
      { ...hidden, name: line.name + " (band)", data: pairs(line, height), areaStyle: { color: colour, opacity: 0.18 } },
    ];
  }

  function option(name, figure, colours) {
    const isLogarithmic = logarithmic.has(name);
    const place = value => (figure.names ? figure.names[value] : plainNumber.format(value));
    const common = base(colours, {
      formatter: items => {
        const shown = items.filter(item => !/ \((lower|band)\)$/.test(item.seriesName) && !absent(item.value[1]));
        return card(figure.xAxis + " " + place(items[0].value[0]), shown.map(item => [item.color, item.seriesName, number(item.value[1])]));
      },
    });
    const axis = (title, more, format = axisNumber) => valueAxis(colours, title, format, { scale: true, nameGap: 40, ...more });
    // An axis of names counts its places from 0.
    const lines = figure.names ? figure.lines.map(line => ({ ...line, x: line.x.map(number => number - 1) })) : figure.lines;
    const series = lines.flatMap(line => {
      const colour = colourOf(colours, line);
      return line.low ? [...bandSeries(line, colour), lineSeries(line, colour)] : [lineSeries(line, colour)];
    });
    const room = figure.lines.some(line => line.style === "bars") ? 0.5 : 0;
    const yAxis = [axis(figure.yAxis, isLogarithmic ? { type: "log" } : room ? { scale: false } : {})];
    if (figure.secondAxis) {
      yAxis.push(axis(figure.secondAxis, { position: "right", splitLine: { show: false } }));
    }
    const across = {
      nameGap: 28,
      min: room ? extent => extent.min - room : "dataMin",
      max: room ? extent => extent.max + room : "dataMax",
      splitLine: { show: false },
      axisLabel: { showMinLabel: figure.counts && !room, showMaxLabel: figure.counts && !room },
      ...(figure.counts ? { minInterval: 1 } : {}),
    };
    // Names are longer than a bar is wide.
    const names = { type: "category", data: figure.names, nameGap: 14, splitLine: { show: false }, axisLabel: { interval: 0, rotate: 30, width: 150, overflow: "truncate" } };
    return {
      ...named(common, figure.lines.map(line => line.name)),
      xAxis: figure.names ? axis(figure.xAxis, names, name => name) : axis(figure.xAxis, across),
      yAxis,
      series,
    };
  }

  look.onPage("figure", Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, colours => option(name, figure, colours)])));
})();
