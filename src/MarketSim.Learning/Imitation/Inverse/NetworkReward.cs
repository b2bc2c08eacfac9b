using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Persistence;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Imitation.Inverse;

/// <summary>A reward that is a perceptron of standardised features (Wulfmeier, Ondruska and Posner 2015, arXiv:1507.04888).</summary>
public sealed class NetworkReward
{
    private const string Kind = "marketsim-network-reward";
    private readonly FeatureScale _scale;
    private readonly INetworkPass _pass;

    internal NetworkReward(IReadOnlyList<string> featureNames, FeatureScale scale, IReadOnlyList<int> hiddenSizes, ulong seed, IGradientEngine? engine)
    {
        FeatureNames = featureNames;
        HiddenSizes = hiddenSizes;
        _scale = scale;
        var branch = new NetworkBranch(Layout, "reward", featureNames.Count, lstmSize: null, [.. hiddenSizes, 1], Activation.Tanh);
        _pass = (engine ?? ManagedEngine.Instance).CreatePass(new BranchedNetwork(branch));
        Parameters = new float[Layout.Size];
        var random = new RandomStream(seed, RandomPurpose.Initialization, group: 2, index: 0);
        branch.Head.Initialize(Parameters, Math.Sqrt(2), 0.1, ref random);
    }

    /// <summary>Names of the features.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Units of the hidden layers.</summary>
    public IReadOnlyList<int> HiddenSizes { get; }

    internal ParameterLayout Layout { get; } = new();

    internal float[] Parameters { get; }

    /// <summary>The reward of every state and action of a problem with the same features, which are not standardised yet.</summary>
    /// <returns>Shape [states, actions].</returns>
    public double[] Of(TabularProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (!problem.FeatureNames.SequenceEqual(FeatureNames, StringComparer.Ordinal))
        {
            throw new ArgumentException($"The reward is of the features {string.Join(", ", FeatureNames)}; the problem has {string.Join(", ", problem.FeatureNames)}.", nameof(problem));
        }

        return OfStandardized(problem.With(_scale));
    }

    /// <summary>Saves it as safetensors, with the names of its features.</summary>
    public void Save(string path)
    {
        SafetensorsFile network = ParameterFile.Of(Layout, Parameters);
        new SafetensorsFile(
            [.. network.Tensors, Tensor.Of("means", [FeatureNames.Count], [.. _scale.Means]), Tensor.Of("deviations", [FeatureNames.Count], [.. _scale.Deviations])],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["kind"] = Kind,
                ["features"] = string.Join('\n', FeatureNames),
                ["hidden_sizes"] = string.Join(',', HiddenSizes),
            }).Write(path);
    }

    /// <exception cref="InvalidDataException">The file is damaged, or no network reward.</exception>
    public static NetworkReward Load(string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        if (file.FindNote("kind") != Kind)
        {
            throw new InvalidDataException($"{path}: the file is of {file.FindNote("kind")}; give one that NetworkReward.Save wrote.");
        }

        string[] names = file.FindNote("features").Split('\n');
        int[] hidden = [.. file.FindNote("hidden_sizes").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static size => int.Parse(size, System.Globalization.CultureInfo.InvariantCulture))];
        var reward = new NetworkReward(names, new FeatureScale(file.FiniteDoubles("means", names.Length), file.FiniteDoubles("deviations", names.Length)), hidden, seed: 0, engine: null);
        foreach (ParameterBlock block in reward.Layout.Blocks)
        {
            file.FiniteSingles(block.Name, [.. block.Shape.Select(static length => (long)length)]).CopyTo(block.Of(reward.Parameters));
        }

        return reward;
    }

    internal double[] OfStandardized(TabularProblem problem)
    {
        float[] features = Inputs(problem);
        _pass.Forward(Parameters, new NetworkInput(features, problem.States * problem.Actions), differentiable: false);
        return [.. _pass.Output(0).ToArray().Select(static value => (double)value)];
    }

    /// <summary>Gradient of a loss in the parameters from that in the rewards.</summary>
    internal void Backward(TabularProblem problem, ReadOnlySpan<double> rewardGradients, Span<float> gradients)
    {
        var input = new NetworkInput(Inputs(problem), problem.States * problem.Actions);
        _pass.Forward(Parameters, input);
        Span<float> outputs = _pass.OutputGradient(0);
        for (int row = 0; row < outputs.Length; row++)
        {
            outputs[row] = (float)rewardGradients[row];
        }

        gradients.Clear();
        _pass.Backward(Parameters, input, gradients);
    }

    private static float[] Inputs(TabularProblem problem)
    {
        float[] inputs = new float[problem.AllFeatures.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = (float)problem.AllFeatures[i];
        }

        return inputs;
    }
}
