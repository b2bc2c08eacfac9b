using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Coordination;
using Akka.Hosting;
using Akka.Hosting.Coordination;

namespace MarketSim.Cluster.Tests.Remoting;

/// <summary>A lease that all systems of this process share, by the name of their cluster.</summary>
internal sealed class TestLease(LeaseSettings settings, ExtendedActorSystem system) : Lease(settings)
{
    private static readonly ConcurrentDictionary<string, string> Holders = new(StringComparer.Ordinal);

    private string Key => system.Settings.Config.GetString($"{TestLeaseOption.Path}.cluster") + "/" + Settings.LeaseName;

    public override Task<bool> Acquire() => Task.FromResult(Holders.GetOrAdd(Key, Settings.OwnerName) == Settings.OwnerName);

    public override Task<bool> Acquire(Action<Exception> leaseLostCallback) => Acquire();

    public override bool CheckLease() => Holders.TryGetValue(Key, out string? holder) && holder == Settings.OwnerName;

    public override Task<bool> Release() => Task.FromResult(Holders.TryRemove(KeyValuePair.Create(Key, Settings.OwnerName)));
}

internal sealed class TestLeaseOption(string cluster) : LeaseOptionBase
{
    public const string Path = "test-lease";

    public override string ConfigPath => Path;

    public override Type Class => typeof(TestLease);

    public override void Apply(AkkaConfigurationBuilder builder, Setup? setup = null) => builder.AddHocon(
        $$"""
        {{Path}} {
          lease-class = "{{typeof(TestLease).AssemblyQualifiedName}}"
          cluster = "{{cluster}}"
        }
        """,
        HoconAddMode.Prepend);
}
