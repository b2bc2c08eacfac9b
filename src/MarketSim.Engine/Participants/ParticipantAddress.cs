using System.Globalization;

namespace MarketSim.Engine.Participants;

/// <summary>
/// The recipient of a message: the market, one participant by its name, all that hold agents of a policy, or all but the curriculum. It does not depend on
/// the placement, so that it can be part of a checkpoint.
/// </summary>
public readonly record struct ParticipantAddress(string Value)
{
    private const string ReplicaPrefix = "replica-";

    /// <summary>The address of the market.</summary>
    public static ParticipantAddress Market { get; } = new("market");

    /// <summary>The address of the curriculum; also the participant's name.</summary>
    public static ParticipantAddress Curriculum { get; } = new("curriculum");

    /// <summary>All participants of a training with a curriculum but the curriculum itself.</summary>
    public static ParticipantAddress AllButCurriculum { get; } = new("all-but-curriculum");

    /// <summary>True for the address of a replica of the market.</summary>
    public bool IsReplica => Value.StartsWith(ReplicaPrefix, StringComparison.Ordinal);

    /// <summary>The learner of a policy; also the participant's name.</summary>
    public static ParticipantAddress Learner(string policy) => new($"learner-{policy}");

    /// <summary>The controller of a hierarchical policy; also the participant's name.</summary>
    public static ParticipantAddress Controller(string policy) => new($"controller-{policy}");

    /// <summary>A replica of the market; also the participant's name.</summary>
    /// <param name="replica">1 or more.</param>
    public static ParticipantAddress Replica(int replica) => new(string.Create(CultureInfo.InvariantCulture, $"{ReplicaPrefix}{replica}"));

    /// <summary>All participants that hold agents of a policy.</summary>
    public static ParticipantAddress HoldersOf(string policy) => new($"policy:{policy}");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
