using System.Diagnostics.CodeAnalysis;
using MarketSim.Learning.Optimisation;

namespace MarketSim.Learning.Algorithms;

/// <summary>Settings of proximal policy optimisation. Defaults are those of Stable-Baselines3.</summary>
public sealed record PpoOptions : ActorCriticOptions
{
    /// <summary>The defaults of PPO.</summary>
    [SetsRequiredMembers]
    public PpoOptions()
    {
        LearningRate = 3e-4;
        StepsPerRollout = 2048;
        GaeLambda = 0.95;
        NormalizeAdvantages = true;
    }

    /// <summary>Steps of a minibatch. With an LSTM whole sequences are taken until there are so many.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Number of passes over each rollout.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>The ratio of probabilities is clipped to 1 plus or minus this.</summary>
    public Schedule ClipRange { get; init; } = 0.2;

    /// <summary>
    /// A value may move by at most this from what it was when its step was taken, where it matters for the loss; null for any distance. It depends on the
    /// scale of the rewards.
    /// </summary>
    public Schedule? ValueClipRange { get; init; }

    /// <summary>An update ends early when the policy has moved by more than 1.5 times this (approximate Kullback-Leibler divergence); null never.</summary>
    public double? TargetKl { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        PpoSettings.Table.Check(this);
        base.Validate();
    }
}
