using System.Globalization;

namespace MarketSim.Benchmarks.Clusters;

/// <summary>The counters of a node at one moment, from its <c>/metrics</c>; METRICS.md lists it.</summary>
internal sealed class NodeFigures
{
    private readonly SortedDictionary<string, double> _values = new(StringComparer.Ordinal);

    private NodeFigures()
    {
    }

    /// <param name="page">In Prometheus' text format.</param>
    public static NodeFigures Parse(string page)
    {
        var figures = new NodeFigures();
        foreach (string line in page.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            int space = line.LastIndexOf(' ');
            figures._values[line[..space]] = double.Parse(line.AsSpan(space + 1), CultureInfo.InvariantCulture);
        }

        return figures;
    }

    /// <summary>The counts in between.</summary>
    public NodeFigures Since(NodeFigures before)
    {
        var difference = new NodeFigures();
        foreach ((string name, double value) in _values)
        {
            difference._values[name] = value - before._values.GetValueOrDefault(name);
        }

        return difference;
    }

    /// <summary>Sum over all label sets of the name that contain the label; 0 where there is none.</summary>
    /// <param name="label">Such as <c>direction="out"</c>; empty for any.</param>
    public double Sum(string name, string label = "") => _values
        .Where(value => (value.Key == name || value.Key.StartsWith(name + "{", StringComparison.Ordinal)) && value.Key.Contains(label, StringComparison.Ordinal))
        .Sum(value => value.Value);

    /// <summary>The mean of what a histogram took in; 0 when that is nothing.</summary>
    public double Mean(string histogram, string label = "") =>
        Sum(histogram + "_count", label) is > 0 and double count ? Sum(histogram + "_sum", label) / count : 0;
}
