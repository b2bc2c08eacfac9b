using System.Diagnostics.CodeAnalysis;

namespace MarketSim.Learning.Algorithms;

/// <summary>Settings of the synchronous advantage actor-critic. Defaults are those of Stable-Baselines3.</summary>
public sealed record A2cOptions : ActorCriticOptions
{
    /// <summary>The defaults of A2C.</summary>
    [SetsRequiredMembers]
    public A2cOptions()
    {
        LearningRate = 7e-4;
        StepsPerRollout = 5;
        GaeLambda = 1;
        NormalizeAdvantages = false;
    }

    /// <summary>RMSprop as in the paper rather than Adam.</summary>
    public bool UseRmsProp { get; init; } = true;

    /// <summary>Epsilon of the optimiser.</summary>
    public double OptimiserEpsilon { get; init; } = 1e-5;

    /// <inheritdoc/>
    public override void Validate()
    {
        A2cSettings.Table.Check(this);
        base.Validate();
    }
}
