using System.Globalization;

namespace MarketSim.Simulation.Training;

/// <summary>Whom mail is for: the market, one participant by its name, or all participants that hold agents of a policy.</summary>
internal static class MailAddress
{
    public const string Market = "market";

    public const string ReplicaPrefix = "replica-";

    private const string PolicyPrefix = "policy:";

    /// <summary>Of a policy's learner; also the participant's name.</summary>
    public static string Learner(string policy) => $"learner-{policy}";

    /// <summary>Of a copy of the market; also the participant's name.</summary>
    /// <param name="replica">1 or more.</param>
    public static string Replica(int replica) => string.Create(CultureInfo.InvariantCulture, $"{ReplicaPrefix}{replica}");

    /// <summary>Of all that hold agents of a policy.</summary>
    public static string HoldersOf(string policy) => PolicyPrefix + policy;
}
