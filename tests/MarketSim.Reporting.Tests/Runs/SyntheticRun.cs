using System.Globalization;
using System.Text.Json;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Reporting.Tests.Runs;

/// <summary>
/// Writes a run folder that looks like a run's: a mid that follows a mean-reverting fundamental value with volatility in clusters, a book of
/// several levels around it, trades in bursts, and four agent groups.
/// </summary>
internal sealed class SyntheticRun
{
    private const double TickSize = 0.01;
    private const int TradesPerSampleAtMost = 12;

    private static readonly (string Name, string Type, int Agents)[] AgentGroups =
    [
        ("noise", "zero_intelligence", 1_000), ("value", "value", 102), ("momentum", "momentum", 12), ("makers", "market_maker", 2),
    ];

    private RandomStream _random;
    private double _value = 100;
    private double _mid = 100;
    private double _volatility = 1;
    private double _last = 100;
    private double _pressure;
    private long _orders;
    private long _cancels;
    private long _trades;
    private long _volume;
    private readonly double[] _inventory = new double[AgentGroups.Length];
    private readonly double[] _profit = new double[AgentGroups.Length];

    public string Scenario { get; init; } = "synthetic";

    public ulong Seed { get; init; } = 1;

    public int SampleSeconds { get; init; } = 1;

    public int OpenSeconds { get; init; } = 34_200;

    /// <summary>Beyond 86,400 the session spans several days.</summary>
    public int CloseSeconds { get; init; } = 57_600;

    public int Levels { get; init; } = 10;

    public string Status { get; init; } = "finished";

    public void WriteTo(string folder)
    {
        _random = new RandomStream(Seed, RandomPurpose.Test, 0, 0);
        WriteSamples(folder);
        WriteAgents(folder);
        WriteFacts(folder);
    }

    private void WriteSamples(string folder)
    {
        using StreamWriter book = Open(folder, "book.csv");
        using StreamWriter tradeRows = Open(folder, "trades.csv");
        using StreamWriter metrics = Open(folder, "metrics.csv");
        using StreamWriter groups = Open(folder, "groups.csv");
        IEnumerable<string> levels = new[] { "bid", "ask" }.SelectMany(side => Enumerable.Range(1, Levels).SelectMany(level => new[] { $"{side}_{level}", $"{side}_{level}_quantity" }));
        book.WriteLine(string.Join(',', ["tick", "time_seconds", "bid", "bid_quantity", "ask", "ask_quantity", "mid", "last", "volume", "fundamental", .. levels]));
        tradeRows.WriteLine("tick,time_seconds,price,quantity,aggressor_side,aggressor,resting,aggressor_order,resting_order");
        metrics.WriteLine("tick,time_seconds,orders,cancels,amendments,trades,refusals,volume,messages,awake");
        groups.WriteLine("tick,time_seconds,group,type,agents,cash,inventory,profit");
        long tick = 0;
        for (int second = OpenSeconds; second <= CloseSeconds; second += SampleSeconds)
        {
            double part = (second - OpenSeconds) / (double)(CloseSeconds - OpenSeconds);
            if (second > OpenSeconds)
            {
                Move();
                Trade(tradeRows, tick, second, 0.6 + (3 * (part - 0.5) * (part - 0.5)));
            }

            string time = Text(second);
            WriteBook(book, tick, time);
            metrics.WriteLine($"{tick},{time},{_orders},{_cancels},{_orders / 50},{_trades},{_orders / 400},{_volume},{_orders * 5},{_orders % 97}");
            WriteGroups(groups, tick, time);
            tick += SampleSeconds;
        }
    }

    private void Move()
    {
        _value += (0.0005 * (100 - _value)) + _random.NextNormal(0, 0.006 * Math.Sqrt(SampleSeconds)) + (_random.NextBoolean(0.0002) ? _random.NextNormal(0, 0.3) : 0);
        _volatility = Math.Max(0.3, _volatility + (0.02 * (1 - _volatility)) + _random.NextNormal(0, 0.1) + (_random.NextBoolean(0.003) ? 2 : 0));
        _mid += (0.02 * (_value - _mid)) + _random.NextNormal(0, 0.008 * _volatility * Math.Sqrt(SampleSeconds));
    }

    private void Trade(StreamWriter rows, long tick, double time, double intensity)
    {
        _pressure = (0.97 * _pressure) + _random.NextNormal(0, 0.25);
        int count = (int)Math.Min(_random.NextPoisson(0.8 * intensity * _volatility * Math.Sqrt(SampleSeconds)), TradesPerSampleAtMost);
        _orders += count + _random.NextPoisson(4 * intensity);
        _cancels += _random.NextPoisson(2.5 * intensity);
        for (int trade = 0; trade < count; trade++)
        {
            bool isBuy = _random.NextDouble() < 0.5 + (0.3 * Math.Clamp(_pressure, -1, 1));
            long quantity = 1 + (long)_random.NextLogNormal(3, 0.9);
            _last = Rounded(_mid + (isBuy ? 0.01 : -0.01));
            (_trades, _volume) = (_trades + 1, _volume + quantity);
            string moment = Text(time - SampleSeconds + ((trade + _random.NextDouble()) * SampleSeconds / count));
            rows.WriteLine($"{tick},{moment},{Text(_last)},{quantity},{(isBuy ? "buy" : "sell")},{_random.NextInt32(1_000)},{_random.NextInt32(1_000)},{_orders + _trades},{_orders + _trades - 7}");
            Exchange(isBuy, quantity);
        }
    }

    private void Exchange(bool isBuy, long quantity)
    {
        int buyer = _random.NextInt32(AgentGroups.Length);
        int seller = _random.NextInt32(AgentGroups.Length);
        double gain = _random.NextNormal(isBuy ? 0.3 : 0.1, 2) * quantity * TickSize;
        _inventory[buyer] += quantity;
        _inventory[seller] -= quantity;
        (_profit[3], _profit[0]) = (_profit[3] + gain, _profit[0] - (0.7 * gain));
        _profit[1] -= 0.3 * gain;
    }

    private void WriteBook(StreamWriter rows, long tick, string time)
    {
        int halfSpread = 1 + (int)_random.NextPoisson(_volatility * 0.7);
        double bid = Rounded(_mid) - (halfSpread * TickSize);
        double ask = Rounded(_mid) + ((halfSpread - 1 + _random.NextInt32(2)) * TickSize) + TickSize;
        var cells = new List<string> { Text(tick), time, Text(bid), "100", Text(ask), "120", Text((bid + ask) / 2), Text(_last), Text(_volume), Text(Math.Round(_value, 4)) };
        foreach ((double best, double step) in new[] { (bid, -TickSize), (ask, TickSize) })
        {
            double price = best;
            for (int level = 0; level < Levels; level++)
            {
                cells.Add(Text(price));
                cells.Add(Text(1 + (long)(_random.NextLogNormal(3.5, 0.8) * (1 + (0.4 * level)))));
                price += step * (1 + _random.NextInt32(3));
            }
        }

        rows.WriteLine(string.Join(',', cells));
    }

    private void WriteGroups(StreamWriter rows, long tick, string time)
    {
        for (int group = 0; group < AgentGroups.Length; group++)
        {
            (string name, string type, int agents) = AgentGroups[group];
            rows.WriteLine($"{tick},{time},{name},{type},{agents},{Text(Math.Round(-100 * _inventory[group], 2))},{Text(_inventory[group])},{Text(Math.Round(_profit[group], 2))}");
        }
    }

    private void WriteAgents(string folder)
    {
        using StreamWriter rows = Open(folder, "agents.csv");
        rows.WriteLine("agent,group,type,cash,inventory,profit,realised,unrealised,orders,trades,volume,failures");
        int agent = 0;
        for (int group = 0; group < AgentGroups.Length; group++)
        {
            (string name, string type, int agents) = AgentGroups[group];
            for (int member = 0; member < agents; member++)
            {
                double share = Math.Round((_profit[group] / agents) + _random.NextNormal(0, 20), 2);
                rows.WriteLine($"{agent++},{name},{type},0,{_random.NextInt32(41) - 20},{Text(share)},{Text(share)},0,{_random.NextInt32(60)},{_random.NextInt32(30)},{_random.NextInt32(900)},0");
            }
        }
    }

    private void WriteFacts(string folder)
    {
        var facts = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["version"] = "0.1.0",
            ["scenario"] = Scenario,
            ["seed"] = Seed,
            ["fingerprint"] = "5f0c7b1ad1d0f0c4f0a7c1c7a1f6b0f5a64f3b7b8f3f8f0f2b1c9d0e7a6b5c4d",
            ["fingerprintEvery1000"] = new[] { "5f0c7b1ad1d0f0c4f0a7c1c7a1f6b0f5a64f3b7b8f3f8f0f2b1c9d0e7a6b5c4d" },
            ["fingerprintSpacingTicks"] = 1_000,
            ["stateDigest"] = "a64f3b7b8f3f8f0f2b1c9d0e7a6b5c4d5f0c7b1ad1d0f0c4f0a7c1c7a1f6b0f5",
            ["ticks"] = CloseSeconds - OpenSeconds,
            ["agents"] = AgentGroups.Sum(group => group.Agents),
            ["orders"] = _orders,
            ["trades"] = _trades,
            ["volume"] = _volume,
            ["messages"] = _orders * 5,
            ["wallSeconds"] = 3.217,
            ["status"] = Status,
            ["symbol"] = "SYM",
            ["tickSize"] = TickSize,
            ["lotSize"] = 1,
            ["tickNanoseconds"] = 1_000_000_000,
            ["openSeconds"] = OpenSeconds,
            ["closeSeconds"] = CloseSeconds,
            ["agentFailures"] = 0,
            ["notes"] = new[] { "A tick of 1 s is longer than the fastest round trip of these agents (40 ms): they cannot react to one another within it." },
        };
        File.WriteAllText(Path.Combine(folder, "run.json"), JsonSerializer.Serialize(facts));
    }

    private static StreamWriter Open(string folder, string fileName) => new(Path.Combine(folder, fileName)) { NewLine = "\n" };

    private static double Rounded(double price) => Math.Round(price / TickSize) * TickSize;

    private static string Text(double number) => Math.Round(number, 9).ToString("0.#########", CultureInfo.InvariantCulture);
}
