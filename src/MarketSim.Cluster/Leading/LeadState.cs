namespace MarketSim.Cluster.Leading;

/// <summary>The phases of a lead. Each but the last waits for something.</summary>
internal enum LeadPhase
{
    /// <summary>Waits for the run's scenario and last checkpoint.</summary>
    Loading,

    /// <summary>Waits for a node that can host a part of the run that no live one can.</summary>
    AwaitingNodes,

    /// <summary>Has an epoch: waits for its nodes, then for whatever ends it.</summary>
    Running,

    /// <summary>Waits for the store to begin the next epoch. Until then it is open which lease is the current one.</summary>
    RaisingEpoch,

    /// <summary>Waits for the store to take the lease back.</summary>
    Releasing,

    /// <summary>Waits for the store to end the run as failed.</summary>
    Failing,

    /// <summary>The node does not lead the run any more.</summary>
    Ended,
}

/// <summary>The state of a leader; it changes along the legal transitions only.</summary>
internal sealed class LeadState
{
    public LeadPhase Phase { get; private set; } = LeadPhase.Loading;

    /// <summary>True when the lease is to be released at the next occasion: the node leaves.</summary>
    public bool IsSteppingDown { get; private set; }

    /// <summary>The node leaves; this is not taken back.</summary>
    public void StepDown() => IsSteppingDown = true;

    /// <exception cref="InvalidOperationException">There is no way from the current phase to that one.</exception>
    public void Enter(LeadPhase next)
    {
        if (next != Phase && !IsLegal(Phase, next))
        {
            throw new InvalidOperationException($"A lead that is {Phase} cannot become {next}.");
        }

        Phase = next;
    }

    // A step of the store can fail in any phase, and another node can take the lease in any.
    private static bool IsLegal(LeadPhase from, LeadPhase to) => from switch
    {
        LeadPhase.Loading => to is LeadPhase.AwaitingNodes or LeadPhase.Running or LeadPhase.Releasing or LeadPhase.Failing or LeadPhase.Ended,
        LeadPhase.AwaitingNodes => to is LeadPhase.Running or LeadPhase.Releasing or LeadPhase.Failing or LeadPhase.Ended,
        LeadPhase.Running => to is LeadPhase.RaisingEpoch or LeadPhase.Releasing or LeadPhase.Failing or LeadPhase.Ended,
        LeadPhase.RaisingEpoch => to is LeadPhase.Loading or LeadPhase.Releasing or LeadPhase.Failing or LeadPhase.Ended,
        LeadPhase.Releasing => to is LeadPhase.Failing or LeadPhase.Ended,
        LeadPhase.Failing => to is LeadPhase.Ended,
        _ => false,
    };
}
