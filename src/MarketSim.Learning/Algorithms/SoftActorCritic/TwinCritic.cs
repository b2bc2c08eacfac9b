using MarketSim.Learning.Networks;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Algorithms.SoftActorCritic;

/// <summary>Two action-value networks, their slowly following targets, and their optimiser.</summary>
internal sealed class TwinCritic : IRevertible
{
    private readonly Mlp[] _networks;
    private readonly MlpWorkspace[] _passes;
    private readonly MlpWorkspace[] _targetPasses;
    private readonly float[] _parameters;
    private readonly float[] _targets;
    private readonly float[] _gradients;
    private readonly Adam _optimiser;
    private FloatBuffer _parametersBefore;
    private FloatBuffer _targetsBefore;

    public TwinCritic(int inputSize, int outputSize, SacOptions options, ref RandomStream random)
    {
        _networks =
        [
            new Mlp(Layout, "critic.0", inputSize, [.. options.HiddenSizes, outputSize], options.Activation),
            new Mlp(Layout, "critic.1", inputSize, [.. options.HiddenSizes, outputSize], options.Activation),
        ];
        _passes = Array.ConvertAll(_networks, static network => network.CreateWorkspace());
        _targetPasses = Array.ConvertAll(_networks, static network => network.CreateWorkspace());
        _parameters = new float[Layout.Size];
        _gradients = new float[Layout.TrainableSize];
        foreach (Mlp network in _networks)
        {
            UniformInitialization.Fill(network, _parameters, ref random);
        }

        _targets = [.. _parameters];
        _optimiser = new Adam(_gradients.Length);
    }

    public ParameterLayout Layout { get; } = new();

    public Span<float> Parameters => _parameters;

    // A target between finite weights is finite, unless they are so large that their difference is not.
    public bool IsFinite => OptimiserChecks.AreFinite(_parameters) && OptimiserChecks.AreFinite(_targets) && _optimiser.IsFinite;

    public void Remember()
    {
        _parameters.CopyTo(_parametersBefore.Take(_parameters.Length));
        _targets.CopyTo(_targetsBefore.Take(_targets.Length));
        _optimiser.Remember();
    }

    /// <summary>Goes back to what was remembered; gradients that were added since are gone.</summary>
    public void Revert()
    {
        _parametersBefore.Taken(_parameters.Length).CopyTo(_parameters);
        _targetsBefore.Taken(_targets.Length).CopyTo(_targets);
        _optimiser.Revert();
        Array.Clear(_gradients);
    }

    /// <summary>Action values by one of the two; valid until its next pass.</summary>
    public ReadOnlySpan<float> Forward(int critic, ReadOnlySpan<float> input, int rows) => _networks[critic].Forward(_parameters, input, rows, _passes[critic]);

    /// <summary>Action values by one of the targets; valid until its next pass.</summary>
    public ReadOnlySpan<float> ForwardTarget(int critic, ReadOnlySpan<float> input, int rows) =>
        _networks[critic].Forward(_targets, input, rows, _targetPasses[critic]);

    /// <summary>Adds the gradients of one critic's last pass.</summary>
    public void Backward(int critic, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradients, int rows) =>
        _networks[critic].Backward(_parameters, input, outputGradients, rows, _gradients, _passes[critic]);

    /// <summary>Gradients in the input of one critic's last pass; those of its weights are not wanted.</summary>
    public ReadOnlySpan<float> BackwardToInput(int critic, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradients, int rows) =>
        _networks[critic].Backward(_parameters, input, outputGradients, rows, [], _passes[critic], wantInputGradient: true);

    /// <summary>One step of the optimiser with the gradients that were added since the last.</summary>
    public void Step(double learningRate)
    {
        _optimiser.Step(_parameters, _gradients, learningRate);
        Array.Clear(_gradients);
    }

    public void FollowWithTargets(double tau) => MovingTarget.Follow(_targets, _parameters, tau);

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        SavedParts.WriteWeights(writer, "SAC", Layout, _parameters);
        SavedParts.WriteWeights(writer, "SAC", Layout, _targets);
        _optimiser.Save(writer);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3);
        SavedParts.ReadWeights(ref reader, "SAC", Layout, _parameters);
        SavedParts.ReadWeights(ref reader, "SAC", Layout, _targets);
        _optimiser.Restore(ref reader);
    }
}
