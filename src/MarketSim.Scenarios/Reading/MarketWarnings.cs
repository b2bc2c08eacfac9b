using System.Globalization;
using MarketSim.Market.Data;
using MarketSim.Market.Data.Bars;
using MarketSim.Market.Fundamentals;
using MarketSim.Market.Venues;
using MarketSim.Scenarios.Fundamentals;

namespace MarketSim.Scenarios.Reading;

/// <summary>Warnings of settings of a scenario that are allowed and hardly meant, or go by the names of the last version.</summary>
public static class MarketWarnings
{
    private const decimal LargeTick = 0.01m;
    private const double FarValue = 0.1;
    private const long NanosecondsPerTimeSpanTick = 100;

    /// <summary>One sentence each.</summary>
    /// <exception cref="ScenarioException">The file of the fundamental value is gone, or has changed.</exception>
    public static IReadOnlyList<string> Of(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ScenarioMarket market = scenario.Market;
        return [.. OfNames(scenario), .. OfTick(market), .. OfValue(market, scenario.Seed), .. market.Fundamental.ReadBars() is { } reading ? OfBars(market, reading) : []];
    }

    private static IEnumerable<string> OfNames(Scenario scenario) => scenario.Agents.SelectMany(static group => group.Agent.Parameters.GivenByFormerName.Select(
        definition => $"agents.{group.Name}.parameters.{definition.FormerName} is called {definition.Name} now; the next version does not take the former name."));

    private static IEnumerable<string> OfTick(ScenarioMarket market)
    {
        decimal price = market.Instrument.ToCurrency(market.InitialPrice);
        if (market.Instrument.TickSize >= LargeTick * price)
        {
            yield return $"market.tickSize is {ScenarioFormat.Number(market.Instrument.TickSize)}, {Percent((double)(market.Instrument.TickSize / price))} of market.initialPrice, {ScenarioFormat.Number(price)}: every price change is at least that large. A smaller tick shows more of the market.";
        }
    }

    private static IEnumerable<string> OfValue(ScenarioMarket market, ulong seed)
    {
        IFundamentalValue value = market.Fundamental.Create(new FundamentalMarket(market.Instrument, market.Session, market.InitialPrice, seed) { Activity = market.Activity });
        double start = Target(market, value.Value);
        double distance = (start / market.InitialPrice.Ticks) - 1;
        if (Math.Abs(distance) >= FarValue)
        {
            yield return $"The fundamental value is {(start * (double)market.Instrument.TickSize).ToString("0.######", CultureInfo.InvariantCulture)}, {Percent(Math.Abs(distance))} {(distance > 0 ? "above" : "below")} market.initialPrice, {ScenarioFormat.Number(market.Instrument.ToCurrency(market.InitialPrice))}: the session begins with a rush towards it. Leave market.initialPrice out, or bring the two together, unless that is what you look at.";
        }
    }

    // A value that returns to a level is where the level is.
    private static double Target(ScenarioMarket market, double value) =>
        market.Fundamental.Parameters.Definitions.Any(definition => definition.Name == "level") ? market.InitialPrice.Ticks * market.Fundamental.Parameters["level"] : value;

    private static IEnumerable<string> OfBars(ScenarioMarket market, BarReading reading)
    {
        BarSeries bars = reading.Bars;
        long stated = market.Fundamental.Parameters.Nanoseconds(BarsFundamental.BarLength);
        long own = reading.Calendar.BarLength.Ticks * NanosecondsPerTimeSpanTick;
        if (stated > 0 && stated != own && bars.Count > 1)
        {
            double speed = (double)own / stated;
            string times = speed > 1 ? $"{speed.ToString("#,0.##", CultureInfo.InvariantCulture)} times as fast" : $"{(1 / speed).ToString("#,0.##", CultureInfo.InvariantCulture)} times as slowly";
            yield return $"market.fundamental.barLength is {ScenarioFormat.Duration(stated)}, but the bars of {Path.GetFileName(market.Fundamental.File!.Path)} are {ScenarioFormat.Duration(own)} apart: they pass {times} as they came. Leave barLength out to keep to their times.";
        }

        TradingSession session = market.Session;
        long length = session.Close - session.Open;
        int used = 0;
        while (used < bars.Count && BarsFundamental.Offset(bars, used, stated) <= length)
        {
            used++;
        }

        if (used < bars.Count)
        {
            yield return $"The session of {ScenarioFormat.Duration(length)} uses {used.ToString("N0", CultureInfo.InvariantCulture)} of {bars.Count.ToString("N0", CultureInfo.InvariantCulture)} bars of {Path.GetFileName(market.Fundamental.File!.Path)}.";
        }
        else if (BarsFundamental.Offset(bars, bars.Count - 1, stated) < length)
        {
            yield return $"The bars of {Path.GetFileName(market.Fundamental.File!.Path)} end {ScenarioFormat.Duration(length - BarsFundamental.Offset(bars, bars.Count - 1, stated))} before the session: from then on the value stays.";
        }
    }

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
