using System.Net;
using MarketSim.Cluster.Local;
using MarketSim.Cluster.Tests.Local;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>A separate network on this machine, joined to the tests' by one link that can be taken down, or muted from there. Needs root and iproute2.</summary>
internal sealed class NetworkNamespace : IAsyncDisposable
{
    private static readonly SortedDictionary<string, string?> SameEnvironment = new(StringComparer.Ordinal);

    private NetworkNamespace(string name)
    {
        Name = name;
    }

    public string Name { get; }

    /// <summary>Of the tests' end of the link. From the range that is kept for benchmarks of networks (RFC 2544): nobody's network.</summary>
    public static IPAddress NearAddress { get; } = IPAddress.Parse("198.18.77.1");

    /// <summary>Of the other end, in the namespace.</summary>
    public static IPAddress FarAddress { get; } = IPAddress.Parse("198.18.77.2");

    private string NearLink => Name;

    private string FarLink => $"{Name}f";

    /// <exception cref="LocalServerException">It cannot be made here; the message says why.</exception>
    public static async Task<NetworkNamespace> CreateAsync()
    {
        var space = new NetworkNamespace($"mst{Environment.ProcessId}");
        try
        {
            await IpAsync("netns", "add", space.Name);
            await IpAsync("link", "add", space.NearLink, "type", "veth", "peer", "name", space.FarLink, "netns", space.Name);
            await IpAsync("address", "add", $"{NearAddress}/30", "dev", space.NearLink);
            await IpAsync("link", "set", space.NearLink, "up");
            await IpAsync("-netns", space.Name, "link", "set", "lo", "up");
            await IpAsync("-netns", space.Name, "address", "add", $"{FarAddress}/30", "dev", space.FarLink);
            await IpAsync("-netns", space.Name, "link", "set", space.FarLink, "up");
            return space;
        }
        catch
        {
            await space.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes the link down: nothing gets through, and no connection hears of it.</summary>
    public Task LinkDownAsync() => IpAsync("link", "set", NearLink, "down");

    /// <summary>Lets nothing out of the namespace: what is sent there still arrives, and is never answered. No packet is as short as the bucket is small.</summary>
    public Task MuteAsync() => RunAsync("tc", "-netns", Name, "qdisc", "add", "dev", FarLink, "root", "tbf", "rate", "8bit", "burst", "1", "limit", "1");

    public Task UnmuteAsync() => RunAsync("tc", "-netns", Name, "qdisc", "del", "dev", FarLink, "root");

    public Task LinkUpAsync() => IpAsync("link", "set", NearLink, "up");

    public async ValueTask DisposeAsync()
    {
        // Its end of the link goes with the namespace, and the other with it, once the last process in it has ended.
        await TryAsync("link", "del", NearLink);
        await TryAsync("netns", "del", Name);
    }

    private static Task<string> IpAsync(params string[] arguments) => RunAsync("ip", arguments);

    private static Task<string> RunAsync(string program, params string[] arguments) =>
        LocalCommand.RunAsync(program, arguments, SameEnvironment, "", CancellationToken.None);

    private static async Task TryAsync(params string[] arguments)
    {
        try
        {
            await IpAsync(arguments);
        }
        catch (LocalServerException)
        {
            // It did not come to be, or is gone.
        }
    }
}
