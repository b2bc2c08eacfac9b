namespace MarketSim.Learning.Environments.Checking;

/// <summary>The faults of an environment.</summary>
public enum EnvironmentFaultKind
{
    /// <summary>An element of an observation is NaN, or was never written.</summary>
    ObservationNotANumber,

    /// <summary>An observation is outside its space.</summary>
    ObservationOutsideSpace,

    /// <summary>A reward is NaN or infinite.</summary>
    RewardNotFinite,

    /// <summary>A figure of the info is NaN or infinite.</summary>
    InfoNotFinite,

    /// <summary>Two resets with one seed give different observations.</summary>
    ResetNotRepeatable,

    /// <summary>One seed and the same actions give different episodes.</summary>
    EpisodeNotRepeatable,

    /// <summary>Episodes of different seeds are all the same.</summary>
    SeedIgnored,

    /// <summary>A restored environment continues differently from the saved one, or saves other bytes.</summary>
    RestoreNotExact,

    /// <summary>Bytes are left over after a restore, or missing.</summary>
    RestoreReadsOtherBytes,

    /// <summary>Save writes nothing, so that nothing can be restored.</summary>
    SaveWritesNothing,

    /// <summary>Every call of the function that makes the environment gives the same instance.</summary>
    InstanceShared,

    /// <summary>Saving changes the rest of the episode.</summary>
    SaveChangesState,

    /// <summary>A step is both terminated and truncated.</summary>
    TerminatedAndTruncated,

    /// <summary>Episodes terminate after a fixed number of steps, whatever is done: a time limit, which truncates.</summary>
    TimeLimitTerminates,

    /// <summary>A step after the end of the episode is accepted.</summary>
    StepAfterEndAccepted,

    /// <summary>A step before the first reset is accepted.</summary>
    StepBeforeResetAccepted,

    /// <summary>An action outside its space is accepted.</summary>
    WrongActionAccepted,

    /// <summary>An action of the space is refused, or a method throws for another reason.</summary>
    Throws,
}

/// <summary>One thing that an environment does wrong.</summary>
/// <param name="Message">Place, found value and expected one.</param>
public sealed record EnvironmentFault(EnvironmentFaultKind Kind, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind}: {Message}";
}
