using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Observing;

/// <summary>The place in a cluster that logs: named fields that every line from there carries.</summary>
/// <param name="Gauge">Of the epoch of the run; null where its tick is not known.</param>
internal sealed record LogPlace(string Node, string? Run = null, long? Epoch = null, RunGauge? Gauge = null)
{
    public IReadOnlyList<KeyValuePair<string, object?>> Fields()
    {
        var fields = new List<KeyValuePair<string, object?>>(4) { new("Node", Node) };
        if (Run is not null)
        {
            fields.Add(new("Run", Run));
        }

        if (Epoch is { } epoch)
        {
            fields.Add(new("Epoch", epoch));
        }

        if (Gauge is not null)
        {
            fields.Add(new("Tick", Gauge.Tick));
        }

        return fields;
    }
}
