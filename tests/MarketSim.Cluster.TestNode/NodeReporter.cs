using System.Globalization;
using MarketSim.Cluster.Observing;

namespace MarketSim.Cluster.TestNode;

/// <summary>
/// Tells on standard output how a node is, as soon as it changes: <c>tick RUN EPOCH TICK</c> of the runs that it leads, <c>hosts RUN:EPOCH …</c>,
/// and <c>members COUNT UNREACHABLE</c>.
/// </summary>
internal sealed class NodeReporter(NodeStatus status)
{
    private readonly Dictionary<string, string> _ticks = new(StringComparer.Ordinal);
    private string _hosts = string.Empty;
    private string _members = string.Empty;

    /// <summary>Called by one thread at a time.</summary>
    public void Report()
    {
        NodeReport report = status.Read();
        foreach (RunLed led in report.Leads.Where(led => led.Tick >= 0))
        {
            string tick = string.Create(CultureInfo.InvariantCulture, $"tick {led.Run} {led.Epoch} {led.Tick}");
            if (_ticks.GetValueOrDefault(led.Run) != tick)
            {
                _ticks[led.Run] = tick;
                Console.Out.WriteLine(tick);
            }
        }

        Tell(ref _hosts, $"hosts {string.Join(' ', report.Hosts.Select(host => string.Create(CultureInfo.InvariantCulture, $"{host.Run}:{host.Epoch}")))}");
        Tell(ref _members, string.Create(CultureInfo.InvariantCulture, $"members {report.Members.Count} {report.UnreachableMembers.Count}"));
    }

    private static void Tell(ref string last, string now)
    {
        if (last != now)
        {
            last = now;
            Console.Out.WriteLine(now);
        }
    }
}
