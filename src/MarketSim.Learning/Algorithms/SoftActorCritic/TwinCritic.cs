using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Algorithms.SoftActorCritic;

/// <summary>Two action-value networks, their slowly following targets, and their optimiser.</summary>
internal sealed class TwinCritic : IRollbackScope
{
    private readonly BranchedNetwork[] _networks;
    private readonly INetworkPass[] _passes;
    private readonly INetworkPass[] _targetPasses;
    private readonly float[] _parameters;
    private readonly float[] _targets;
    private readonly float[] _gradients;
    private readonly Adam _optimiser;
    private FloatBuffer _parametersBefore;
    private FloatBuffer _targetsBefore;

    public TwinCritic(int inputSize, int outputSize, SacOptions options, IGradientEngine engine, ref RandomStream random)
    {
        IReadOnlyList<int> sizes = options.CriticHiddenSizes ?? options.HiddenSizes;
        NetworkBranch[] branches =
        [
            new(Layout, "critic.0", inputSize, null, [.. sizes, outputSize], options.Activation),
            new(Layout, "critic.1", inputSize, null, [.. sizes, outputSize], options.Activation),
        ];
        _networks = Array.ConvertAll(branches, static branch => new BranchedNetwork(branch));
        _passes = Array.ConvertAll(_networks, engine.CreatePass);
        _targetPasses = Array.ConvertAll(_networks, engine.CreatePass);
        _parameters = new float[Layout.Size];
        _gradients = new float[Layout.TrainableSize];
        foreach (NetworkBranch branch in branches)
        {
            UniformInitialization.Fill(branch.Head, _parameters, ref random);
        }

        _targets = [.. _parameters];
        _optimiser = new Adam(_gradients.Length);
    }

    public ParameterLayout Layout { get; } = new();

    /// <summary>One for each critic.</summary>
    public IReadOnlyList<BranchedNetwork> Networks => _networks;

    public Span<float> Parameters => _parameters;

    public ReadOnlySpan<float> Targets => _targets;

    /// <summary>The gradients added since <see cref="BeginGradients"/>.</summary>
    public ReadOnlySpan<float> Gradients => _gradients;

    // A target between finite weights is finite, unless they are so large that their difference is not.
    public bool IsFinite => OptimiserChecks.AreFinite(_parameters) && OptimiserChecks.AreFinite(_targets) && _optimiser.IsFinite;

    public void Remember()
    {
        _parameters.CopyTo(_parametersBefore.Take(_parameters.Length));
        _targets.CopyTo(_targetsBefore.Take(_targets.Length));
        _optimiser.Remember();
    }

    /// <summary>Goes back to what was remembered.</summary>
    public void Revert()
    {
        _parametersBefore.Taken(_parameters.Length).CopyTo(_parameters);
        _targetsBefore.Taken(_targets.Length).CopyTo(_targets);
        _optimiser.Revert();
    }

    /// <summary>Action values by one of the two; valid until its next pass.</summary>
    /// <param name="differentiable">False where no backward pass follows.</param>
    public ReadOnlySpan<float> Forward(int critic, ReadOnlySpan<float> input, int rows, bool differentiable = true)
    {
        _passes[critic].Forward(_parameters, new NetworkInput(input, rows), differentiable);
        return _passes[critic].Output(0);
    }

    /// <summary>Action values by one of the targets; valid until its next pass.</summary>
    public ReadOnlySpan<float> ForwardTarget(int critic, ReadOnlySpan<float> input, int rows)
    {
        _targetPasses[critic].Forward(_targets, new NetworkInput(input, rows), differentiable: false);
        return _targetPasses[critic].Output(0);
    }

    /// <summary>The gradient in one critic's last action values, written before its backward pass.</summary>
    public Span<float> OutputGradient(int critic) => _passes[critic].OutputGradient(0);

    /// <summary>Adds the gradients of one critic's last pass.</summary>
    public void Backward(int critic, ReadOnlySpan<float> input, int rows) =>
        _passes[critic].Backward(_parameters, new NetworkInput(input, rows), _gradients);

    /// <summary>Gradients in the input of one critic's last pass; those of its weights are not wanted.</summary>
    public ReadOnlySpan<float> BackwardToInput(int critic, ReadOnlySpan<float> input, int rows) =>
        _passes[critic].Backward(_parameters, new NetworkInput(input, rows), [], wantInputGradient: true);

    /// <summary>Sets the gradients to zero, before passes back add to them.</summary>
    public void BeginGradients() => Array.Clear(_gradients);

    /// <summary>One step of the optimiser with the gradients.</summary>
    public void Step(double learningRate) => _optimiser.Step(_parameters, _gradients, learningRate);

    public void FollowWithTargets(double tau) => PolyakAverage.Follow(_targets, _parameters, tau);

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
