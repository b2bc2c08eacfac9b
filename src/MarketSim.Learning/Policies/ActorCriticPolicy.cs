using MarketSim.Learning.Distributions;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Policies;

/// <summary>The policy of PPO and A2C: an actor, a critic, the distribution that actions are drawn from, and the statistics of observations. Made by <c>CreatePolicy</c> of their options.</summary>
public sealed class ActorCriticPolicy : IPolicy, INamedWeights
{
    private readonly float[] _parameters;
    private readonly INetworkStep _acting;
    private readonly BoxSpace? _box;
    private FloatBuffer _features;

    /// <param name="architecture">Checked by the options that it is of; policies of equal spaces and architectures can take each other's weights.</param>
    /// <param name="seed">Of the first weights.</param>
    internal ActorCriticPolicy(Space observationSpace, Space actionSpace, PolicyArchitecture architecture, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(observationSpace);
        ArgumentNullException.ThrowIfNull(actionSpace);
        ActionBounds.RequireContinuous(architecture.StateDependentExploration, actionSpace, nameof(architecture.StateDependentExploration));
        ObservationSpace = observationSpace;
        ActionSpace = actionSpace;
        _box = actionSpace as BoxSpace;
        int outputSize = actionSpace switch
        {
            DiscreteSpace discrete => discrete.Count,
            MultiDiscreteSpace several => several.Counts.ToArray().Sum(),
            _ => actionSpace.Size,
        };
        Network = new ActorCriticNetwork(Layout, ObservationEncoder.FeaturesOf(observationSpace), outputSize, architecture);
        Distribution = architecture.StateDependentExploration
            ? new StateDependentGaussianDistribution(
                Layout, "actor", Network.Actor.LatentSize, actionSpace.Size, architecture.InitialLogDeviation, architecture.SampleFrequency)
            : ActionDistribution.For(actionSpace, Layout, "actor", architecture.InitialLogDeviation);
        Encoder = new ObservationEncoder(observationSpace, Layout, architecture.NormalizeObservations);
        _acting = architecture.Extractor?.CreateStep(Network.Function) ?? new ManagedPass(Network.Function);
        _parameters = new float[Layout.Size];
        var random = new RandomStream(seed, RandomPurpose.Initialization, 0, 0);
        Network.Initialize(_parameters, ref random);
        Distribution.Initialize(_parameters);
        Encoder.Initialize(_parameters);
    }

    /// <inheritdoc/>
    public Space ObservationSpace { get; }

    /// <inheritdoc/>
    public Space ActionSpace { get; }

    /// <inheritdoc/>
    public int StateSize => Network.Function.StateSize;

    /// <inheritdoc/>
    public Span<float> Weights => _parameters;

    /// <summary>Names and places of the weights.</summary>
    public ParameterLayout Layout { get; } = new();

    internal ActorCriticNetwork Network { get; }

    internal ActionDistribution Distribution { get; }

    internal ObservationEncoder Encoder { get; }

    /// <inheritdoc/>
    public void Act(PolicyBatch batch, bool deterministic)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int rows = batch.Rows;
        Span<float> features = _features.Take(rows * Encoder.FeatureSize);
        Encoder.Encode(_parameters, batch.Observations, features);
        _acting.Step(_parameters, features, rows, batch.States);
        ReadOnlySpan<float> outputs = _acting.Output(ActorCriticNetwork.ActorBranch);
        _acting.Output(ActorCriticNetwork.CriticBranch).CopyTo(batch.Values);
        if (Distribution.NeedsLatents)
        {
            Distribution.TakeLatents(_acting.Latents(ActorCriticNetwork.ActorBranch));
        }

        if (deterministic)
        {
            Distribution.Mode(_parameters, outputs, rows, batch.Actions, batch.LogProbabilities);
        }
        else
        {
            Distribution.Sample(_parameters, outputs, rows, batch.Random, batch.Actions, batch.LogProbabilities);
        }
    }

    /// <inheritdoc/>
    public void ClipAction(Span<float> action)
    {
        if (_box is not null)
        {
            ActionBounds.Clip(_box, action);
        }
    }

    /// <summary>Values of observations, by the critic alone.</summary>
    /// <param name="observations">Shape [rows, observation size].</param>
    /// <param name="states">Shape [rows, state size]; changed.</param>
    /// <param name="values">Shape [rows].</param>
    internal void Value(ReadOnlySpan<float> observations, Span<float> states, Span<float> values)
    {
        int rows = values.Length;
        Span<float> features = _features.Take(rows * Encoder.FeatureSize);
        Encoder.Encode(_parameters, observations, features);
        _acting.Step(ActorCriticNetwork.CriticBranch, _parameters, features, rows, states);
        _acting.Output(ActorCriticNetwork.CriticBranch).CopyTo(values);
    }
}
