using System.Globalization;
using MarketSim.Cluster.Configuration;

namespace MarketSim.Cluster.Observing;

/// <summary>The health of a node, with reasons.</summary>
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
        if (!report.IsMember)
        {
            yield return "not a member of the cluster yet: no seed node has let it in";
        }

        if (report.SinceStoreReached is null)
        {
            yield return report.StoreTrouble is { } trouble ? $"the store has not answered yet: {trouble}" : "the store has not answered yet";
        }
        else if (report.SinceStoreReached > timings.Silence)
        {
            yield return LateAnswer(report);
        }
    }

    private static IEnumerable<string> WhyDegraded(NodeReport report, NodeTimings timings)
    {
        if (report.SinceStoreReached > timings.Poll * 3 && report.SinceStoreReached <= timings.Silence)
        {
            yield return LateAnswer(report);
        }

        if (report.UnreachableMembers.Count > 0)
        {
            yield return $"cannot reach {string.Join(", ", report.UnreachableMembers)}";
        }

        if (report.IsLeaving)
        {
            yield return "the node is leaving";
        }
    }

    private static string LateAnswer(NodeReport report)
    {
        string age = report.SinceStoreReached!.Value.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return $"the store last answered {age} s ago{(report.StoreTrouble is { } trouble ? $": {trouble}" : string.Empty)}";
    }
}
