using System.Globalization;
using System.Text;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Times of all faults of the tests on processes, shown in the end as a table on the console.</summary>
public sealed class RecuperationTable(IMessageSink console) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<(string Fault, Recuperation Times)> _rows = [];

    public void Dispose()
    {
        if (_rows.Count > 0)
        {
            console.OnMessage(new DiagnosticMessage(ToString()));
        }
    }

    /// <summary>Seconds, as minimum / median / maximum of each kind of fault and of all.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"\n{"fault",-34} {"times",5}   {"s to the first tick",-22}   s back to the tick of the fault");
        foreach (IGrouping<string, Recuperation> fault in _rows.GroupBy(row => row.Fault, row => row.Times, StringComparer.Ordinal))
        {
            Append(text, fault.Key, [.. fault]);
        }

        Append(text, "all", [.. _rows.Select(row => row.Times)]);
        text.Append("version 0.3.0: 1.45 s to the first tick");
        return text.ToString();
    }

    internal void Add(string fault, Recuperation times)
    {
        lock (_lock)
        {
            _rows.Add((fault, times));
        }
    }

    private static void Append(StringBuilder text, string fault, IReadOnlyList<Recuperation> times) => text.AppendLine(
        CultureInfo.InvariantCulture, $"{fault,-34} {times.Count,5}   {Spread(times.Select(time => time.FirstTick)),-22}   {Spread(times.Select(time => time.SameTick))}");

    private static string Spread(IEnumerable<TimeSpan> times)
    {
        double[] seconds = [.. times.Select(time => time.TotalSeconds).Order()];
        double median = (seconds[(seconds.Length - 1) / 2] + seconds[seconds.Length / 2]) / 2;
        return string.Create(CultureInfo.InvariantCulture, $"{seconds[0],6:0.00} {median,6:0.00} {seconds[^1],6:0.00}");
    }
}
