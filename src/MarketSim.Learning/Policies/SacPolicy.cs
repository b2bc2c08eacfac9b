using MarketSim.Learning.Distributions;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Policies;

/// <summary>
/// The policy of SAC: an actor with a squashed Gaussian for a box, whose actions lie within its bounds, or a categorical head for discrete
/// actions. It has no values. Made by <c>SacOptions.CreatePolicy</c>. Log-probabilities of a box are those of the action scaled to -1 to 1.
/// </summary>
public sealed class SacPolicy : IPolicy, INamedWeights
{
    private readonly float[] _parameters;
    private readonly ManagedPass _acting;
    private readonly StateDependentSquashedDraw? _stateDependent;
    private FloatBuffer _features;

    /// <param name="architecture">Checked by the options that it is of; policies of equal spaces and architectures can take each other's weights.</param>
    /// <param name="seed">Of the first weights.</param>
    /// <exception cref="ArgumentException">A box of actions is not bounded.</exception>
    internal SacPolicy(Space observationSpace, Space actionSpace, PolicyArchitecture architecture, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(observationSpace);
        ArgumentNullException.ThrowIfNull(actionSpace);
        ActionBounds.RequireContinuous(architecture.StateDependentExploration, actionSpace, nameof(architecture.StateDependentExploration));
        ObservationSpace = observationSpace;
        ActionSpace = actionSpace;
        int outputSize;
        if (actionSpace is BoxSpace box)
        {
            Box = box;
            RequireBounds(box);
            Squashed = new SquashedGaussianDistribution(box.Size);
            outputSize = architecture.StateDependentExploration ? box.Size : Squashed.ParameterSize;
        }
        else
        {
            Categorical = (CategoricalDistribution)ActionDistribution.For(actionSpace, Layout, "actor");
            outputSize = Categorical.ParameterSize;
        }

        var actor = new NetworkBranch(
            Layout, "actor", ObservationEncoder.FeaturesOf(observationSpace), null, [.. architecture.HiddenSizes, outputSize], architecture.Activation)
        {
            ExposesLatents = architecture.StateDependentExploration,
        };
        Actor = new BranchedNetwork(actor);
        if (architecture.StateDependentExploration)
        {
            Noise = new StateDependentNoise(Layout, "actor", actor.LatentSize, actionSpace.Size, architecture.InitialLogDeviation, architecture.SampleFrequency);
            _stateDependent = new StateDependentSquashedDraw(Noise, actionSpace.Size);
        }

        Encoder = new ObservationEncoder(observationSpace, Layout, architecture.NormalizeObservations);
        _acting = new ManagedPass(Actor);
        _parameters = new float[Layout.Size];
        var random = new RandomStream(seed, RandomPurpose.Initialization, 0, 0);
        UniformInitialization.Fill(actor.Head, _parameters, ref random);
        Noise?.Initialize(_parameters);
        Encoder.Initialize(_parameters);
    }

    /// <inheritdoc/>
    public Space ObservationSpace { get; }

    /// <inheritdoc/>
    public Space ActionSpace { get; }

    /// <inheritdoc/>
    public int StateSize => 0;

    /// <inheritdoc/>
    public Span<float> Weights => _parameters;

    /// <summary>Names and places of the weights.</summary>
    public ParameterLayout Layout { get; } = new();

    internal BranchedNetwork Actor { get; }

    internal ObservationEncoder Encoder { get; }

    /// <summary>The box of continuous actions; null for discrete ones.</summary>
    internal BoxSpace? Box { get; }

    /// <summary>The distribution of continuous actions; null for discrete ones.</summary>
    internal SquashedGaussianDistribution? Squashed { get; }

    /// <summary>The state-dependent noise; null where the noise of an action does not depend on the state. For one thread, like the policy.</summary>
    internal StateDependentNoise? Noise { get; }

    /// <summary>The distribution of discrete actions; null for continuous ones.</summary>
    internal CategoricalDistribution? Categorical { get; }

    /// <inheritdoc/>
    public void Act(PolicyBatch batch, bool deterministic)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int rows = batch.Rows;
        Span<float> features = _features.Take(rows * Encoder.FeatureSize);
        Encoder.Encode(_parameters, batch.Observations, features);
        _acting.Step(_parameters, features, rows, []);
        ReadOnlySpan<float> outputs = _acting.Output(0);
        batch.Values.Clear();
        if (Categorical is not null)
        {
            ActDiscrete(batch, outputs, deterministic);
            return;
        }

        if (_stateDependent is not null)
        {
            _stateDependent.Sample(
                _parameters, outputs, _acting.Latents(0), rows, deterministic ? [] : batch.Random, batch.Actions, batch.LogProbabilities);
        }
        else if (deterministic)
        {
            Squashed!.Mode(outputs, rows, batch.Actions, batch.LogProbabilities);
        }
        else
        {
            Squashed!.Sample(outputs, rows, batch.Random, batch.Actions, batch.LogProbabilities);
        }

        for (int row = 0; row < rows; row++)
        {
            ActionBounds.FromUnit(Box!, batch.Action(row));
        }
    }

    /// <inheritdoc/>
    public void ClipAction(Span<float> action)
    {
        if (Box is not null)
        {
            ActionBounds.Clip(Box, action);
        }
    }

    private void ActDiscrete(PolicyBatch batch, ReadOnlySpan<float> outputs, bool deterministic)
    {
        if (deterministic)
        {
            Categorical!.Mode(_parameters, outputs, batch.Rows, batch.Actions, batch.LogProbabilities);
        }
        else
        {
            Categorical!.Sample(_parameters, outputs, batch.Rows, batch.Random, batch.Actions, batch.LogProbabilities);
        }
    }

    private static void RequireBounds(BoxSpace box)
    {
        for (int i = 0; i < box.Size; i++)
        {
            if (!float.IsFinite(box.High[i] - box.Low[i]) || box.High[i] == box.Low[i])
            {
                throw new ArgumentException(
                    $"SAC scales continuous actions to their bounds; element {i} of the action space has {box.Low[i]} and {box.High[i]}, which must be finite and differ.", nameof(box));
            }
        }
    }
}
