using System.Globalization;
using MarketSim.Cluster.Nodes;

namespace MarketSim.Cluster.Observing;

/// <summary>Whether a node can work, and why not.</summary>
/// <param name="Reasons">Worst first; empty when it is <see cref="NodeCondition.Ok"/>.</param>
public sealed record NodeHealth(NodeCondition Condition, IReadOnlyList<string> Reasons)
{
    internal static NodeHealth Of(NodeReport report, NodeTimings timings)
    {
        List<string> down = [.. WhyDown(report, timings)];
        List<string> degraded = [.. WhyDegraded(report, timings)];
        NodeCondition condition = down.Count > 0 ? NodeCondition.Down : degraded.Count > 0 ? NodeCondition.Degraded : NodeCondition.Ok;
        return new NodeHealth(condition, [.. down, .. degraded]);
    }

    private static IEnumerable<string> WhyDown(NodeReport report, NodeTimings timings)
    {
        if (!report.IsConnected)
        {
            yield return report.BrokerTrouble is { } trouble ? $"not connected: {trouble}" : "not connected yet";
        }

        if (report.SinceBeat is null)
        {
            yield return report.StoreTrouble is { } trouble ? $"the database has not accepted this node yet: {trouble}" : "the database has not accepted this node yet";
        }
        else if (report.SinceBeat > timings.Silence)
        {
            // By now the other nodes take it for dead.
            yield return LateBeat(report);
        }
    }

    private static IEnumerable<string> WhyDegraded(NodeReport report, NodeTimings timings)
    {
        if (report.SinceBeat > timings.Renewal * 2 && report.SinceBeat <= timings.Silence)
        {
            yield return LateBeat(report);
        }

        if (report.IsBlocked)
        {
            yield return "the broker takes nothing for now: it is short of memory or disk";
        }

        if (report.IsLeaving)
        {
            yield return "the node is leaving";
        }
    }

    private static string LateBeat(NodeReport report)
    {
        string age = report.SinceBeat!.Value.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return $"the database last accepted a beat {age} s ago{(report.StoreTrouble is { } trouble ? $": {trouble}" : string.Empty)}";
    }
}
