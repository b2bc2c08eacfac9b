"use strict";

// What all charts of MarketSim's pages share: numbers, colours, the parts of an ECharts option, and how charts are put on a page.
const look = (() => {
  const darkMode = window.matchMedia("(prefers-color-scheme: dark)");
  const narrowPage = window.matchMedia("(max-width: 600px)");
  const logarithmic = new Set();

  // ---- Numbers ----

  const plainNumber = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
  const shortNumber = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 4 });
  const wholeNumber = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
  const absent = value => value === null || value === undefined;
  const shown = (format, unit) => value => (absent(value) ? "–" : format.format(value) + (unit ? " " + unit : ""));
  const small = value => (value === 0 ? "0" : Math.abs(value) < 1e-6 ? value.toExponential(1) : plainNumber.format(value));

  // ---- Colours ----

  function theme() {
    const style = getComputedStyle(document.documentElement);
    const dark = darkMode.matches;
    return {
      text: style.getPropertyValue("--text").trim(),
      muted: style.getPropertyValue("--muted").trim(),
      line: style.getPropertyValue("--line").trim(),
      card: style.getPropertyValue("--card").trim(),
      blue: dark ? "#6cb0ff" : "#0b62c4",
      orange: dark ? "#ffb454" : "#c25e00",
      green: dark ? "#57c785" : "#17803d",
      red: dark ? "#ff8178" : "#c0362c",
      grey: dark ? "#9aa6b5" : "#6b7684",
      heat: dark
        ? ["#17283c", "#1d4a73", "#2f7fb8", "#83c3ea", "#eaf6ff"]
        : ["#e3eefa", "#a6cdf0", "#4f97dc", "#1f5ba8", "#0a2550"],
      heatAsk: dark
        ? ["#3a2412", "#74420f", "#b87423", "#eab36e", "#fff3e0"]
        : ["#fbecdc", "#f3c693", "#dc8a3a", "#a8560f", "#512503"],
      groups: dark
        ? ["#6cb0ff", "#ffb454", "#57c785", "#ff8fc7", "#c4a2ff", "#ff8178", "#5ed3d8", "#d7cf5f", "#b8c0cc", "#d39b6a"]
        : ["#0b62c4", "#c25e00", "#17803d", "#b8327f", "#6f42c1", "#c0362c", "#0c8a92", "#857a00", "#6b7684", "#8a5a2b"],
    };
  }

  // ---- What the options share ----

  function escaped(text) {
    const node = document.createElement("span");
    node.textContent = text;
    return node.innerHTML;
  }

  /** The text of a tooltip: a heading, then a row for each [colour or null, name, text]. */
  function card(heading, rows) {
    const cells = rows.map(([colour, name, value]) =>
      "<tr><td style='text-align:left;border:0;padding:1px 12px 1px 0'>" +
      (colour ? "<span style='display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:6px;background:" + colour + "'></span>" : "") +
      escaped(name) + "</td><td style='border:0;padding:1px 0'>" + escaped(value) + "</td></tr>");
    return "<b>" + escaped(heading) + "</b><table style='width:auto;font-size:13px'>" + cells.join("") + "</table>";
  }

  function base(colours, tooltip) {
    return {
      animation: false,
      useUTC: true,
      aria: { enabled: true },
      textStyle: { color: colours.text, fontFamily: "inherit" },
      grid: { left: 12, right: narrowPage.matches ? 12 : 20, top: 40, bottom: 8 },
      legend: { type: "scroll", icon: "roundRect", itemWidth: 14, itemHeight: 8, top: 2, left: 0, width: narrowPage.matches ? "98%" : "86%", textStyle: { color: colours.text }, pageTextStyle: { color: colours.muted } },
      toolbox: {
        show: !narrowPage.matches,
        right: 0,
        top: -4,
        itemSize: 14,
        iconStyle: { borderColor: colours.muted },
        feature: { dataZoom: { yAxisIndex: "none" }, restore: {}, saveAsImage: { name: "marketsim", backgroundColor: colours.card } },
      },
      // The wheel alone scrolls the page, one finger does on a narrow one.
      dataZoom: [{ type: "inside", filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseMove: !narrowPage.matches, moveOnMouseWheel: false }],
      tooltip: {
        trigger: "axis",
        confine: true,
        backgroundColor: colours.card,
        borderColor: colours.line,
        textStyle: { color: colours.text, fontSize: 13 },
        axisPointer: { type: "line", lineStyle: { color: colours.muted } },
        ...tooltip,
      },
    };
  }

  function axisLook(colours, name) {
    return {
      name,
      nameLocation: "middle",
      nameGap: 28,
      nameTextStyle: { color: colours.muted },
      axisLabel: { color: colours.muted, hideOverlap: true },
      axisLine: { show: true, lineStyle: { color: colours.line }, onZero: false },
      splitLine: { lineStyle: { color: colours.line } },
    };
  }

  function valueAxis(colours, name, format, more) {
    const common = axisLook(colours, name);
    return { type: "value", ...common, ...more, axisLabel: { ...common.axisLabel, ...more?.axisLabel, formatter: format } };
  }

  const named = (option, names) => ({ ...option, legend: { ...option.legend, data: names } });

  // ---- On the page ----

  /** Draws every element with an attribute: its value picks the function that makes the option from the colours. */
  function onPage(attribute, options) {
    const elements = [...document.querySelectorAll("[data-" + attribute + "]")];

    function draw() {
      const colours = theme();
      elements.forEach(element => {
        const chart = echarts.getInstanceByDom(element) || echarts.init(element);
        chart.setOption(options[element.dataset[attribute]](colours), { notMerge: true });
      });
    }

    document.querySelectorAll("[data-logarithmic]").forEach(button => {
      const name = button.dataset.logarithmic;
      if (!(name in options)) {
        return;
      }
      button.addEventListener("click", () => {
        const isOn = logarithmic.delete(name) ? false : Boolean(logarithmic.add(name));
        button.setAttribute("aria-pressed", String(isOn));
        button.textContent = isOn ? button.dataset.linearText : button.dataset.logarithmicText;
        draw();
      });
    });
    darkMode.addEventListener("change", draw);
    narrowPage.addEventListener("change", draw);
    window.addEventListener("resize", () => elements.forEach(element => echarts.getInstanceByDom(element).resize()));
    draw();
  }

  return { narrowPage, logarithmic, plainNumber, shortNumber, wholeNumber, absent, shown, small, theme, card, base, axisLook, valueAxis, named, onPage };
})();
