using System.Globalization;
using System.Text.RegularExpressions;

namespace MarketSim.Cli.Tests.Observing;

/// <summary>Reads the text format of Prometheus, version 0.0.4, and takes nothing that bends its rules.</summary>
internal sealed partial class Exposition
{
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _series = new(StringComparer.Ordinal);
    private string _family = string.Empty;

    private Exposition()
    {
    }

    /// <summary>The type of each metric.</summary>
    public IReadOnlyDictionary<string, string> Types => _types;

    /// <summary>By name and labels, as they were written.</summary>
    public IReadOnlyDictionary<string, double> Series => _series;

    public static Exposition Read(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var exposition = new Exposition();
        foreach (string line in text[..^1].Split('\n'))
        {
            if (Help().Match(line) is { Success: true } described)
            {
                Assert.Equal(exposition._family, described.Groups["name"].Value);
            }
            else if (Type().Match(line) is { Success: true } typed)
            {
                exposition.Begin(typed.Groups["name"].Value, typed.Groups["type"].Value);
            }
            else
            {
                exposition.Add(line);
            }
        }

        exposition.CheckHistograms();
        return exposition;
    }

    private void Begin(string family, string type)
    {
        Assert.True(_types.TryAdd(family, type), $"{family} comes twice.");
        Assert.Equal(type == "counter", family.EndsWith("_total", StringComparison.Ordinal));
        _family = family;
    }

    private void Add(string line)
    {
        Match sample = Sample().Match(line);
        Assert.True(sample.Success, $"No sample: {line}");
        string name = sample.Groups["name"].Value;
        Assert.Equal(_family, _types[_family] == "histogram" ? Suffix().Replace(name, string.Empty) : name);
        string labels = sample.Groups["labels"].Value;
        string[] read = [.. Label().Matches(labels).Select(label => label.Value)];
        Assert.Equal(labels, string.Join(',', read));

        // Every series names its meter first.
        labels = string.Join(',', read.Where(label => !label.StartsWith("otel_scope_name=", StringComparison.Ordinal)));
        string number = sample.Groups["value"].Value.Replace("+Inf", "∞", StringComparison.Ordinal);
        Assert.True(_series.TryAdd($"{name}{{{labels}}}", double.Parse(number, CultureInfo.InvariantCulture)), $"Series comes twice: {line}");
    }

    private void CheckHistograms()
    {
        foreach (string family in _types.Where(type => type.Value == "histogram").Select(type => type.Key))
        {
            foreach (string counted in _series.Keys.Where(series => series.StartsWith($"{family}_count{{", StringComparison.Ordinal)))
            {
                string labels = counted[(family.Length + "_count{".Length)..^1];
                string prefix = $"{family}_bucket{{{labels}{(labels.Length > 0 ? "," : string.Empty)}le=\"";
                double[] buckets = [.. _series.Where(series => series.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(series => series.Value)];
                Assert.Equal(buckets.Order(), buckets);
                Assert.Equal(_series[counted], _series[$"{prefix}+Inf\"}}"]);
                Assert.Equal(_series[counted], buckets[^1]);
                Assert.True(_series.ContainsKey($"{family}_sum{{{labels}}}"));
            }
        }
    }

    [GeneratedRegex("^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) .+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Type();

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.+)\})? (?<value>[+-]?Inf|NaN|-?[0-9.]+(E[+-]?[0-9]+)?)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Sample();

    [GeneratedRegex(@"[a-zA-Z_][a-zA-Z0-9_]*=""([^""\\\n]|\\[\\""n])*""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Label();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Suffix();
}
