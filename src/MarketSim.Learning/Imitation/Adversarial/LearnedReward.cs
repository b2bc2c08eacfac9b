using System.Globalization;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Imitation.Rewards;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Persistence;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Imitation.Adversarial;

/// <summary>
/// The reward that a discriminator has learned: of AIRL the reward g, without the shaping term h; of GAIL log D - log(1 - D), which depends on the generator
/// that it was trained against.
/// </summary>
public sealed class LearnedReward : IRewardFunction
{
    private const string Kind = "marketsim-learned-reward";
    private readonly StepFeatures _features;
    private readonly ParameterLayout _layout = new();
    private readonly Mlp _reward;
    private readonly Mlp? _shaping;
    private readonly MlpWorkspace _workspace;
    private readonly float[] _parameters;
    private readonly float[] _step;
    private readonly IReadOnlyList<int> _hiddenSizes;
    private readonly bool _hasAbsorbingState;

    internal LearnedReward(StepFeatures features, IReadOnlyList<int> hiddenSizes, bool isAirl, bool isStateOnly, bool hasAbsorbingState, ReadOnlySpan<float> parameters)
    {
        _features = features;
        _hiddenSizes = hiddenSizes;
        _hasAbsorbingState = hasAbsorbingState;
        IsAirl = isAirl;
        IsStateOnly = isStateOnly;
        _reward = new Mlp(_layout, "reward", isStateOnly ? features.ObservationSize : features.Size, [.. hiddenSizes, 1], Activation.Tanh);
        _shaping = isAirl ? new Mlp(_layout, "shaping", features.ObservationSize, [.. hiddenSizes, 1], Activation.Tanh) : null;
        _workspace = _reward.CreateWorkspace();
        _step = new float[features.Size];
        _parameters = new float[_layout.Size];
        parameters.CopyTo(_parameters);
    }

    /// <summary>True when it was learned by AIRL, so that it is meaningful without its generator.</summary>
    public bool IsAirl { get; }

    /// <summary>True for a function of the observation alone.</summary>
    public bool IsStateOnly { get; }

    /// <inheritdoc/>
    public double Of(ReadOnlySpan<float> observation, ReadOnlySpan<float> action, ReadOnlySpan<float> next)
    {
        _features.Step(observation, action, _step);
        Span<float> value = stackalloc float[1];
        _reward.Forward(_parameters, _step.AsSpan(0, _reward.Layers[0].InputSize), rows: 1, _workspace).CopyTo(value);
        return value[0];
    }

    /// <summary>The shaping term h of an observation; 0 for GAIL, which has none.</summary>
    public double ShapingOf(ReadOnlySpan<float> observation)
    {
        if (_shaping is null)
        {
            return 0;
        }

        _features.Observation(observation, _step.AsSpan(0, _features.ObservationSize));
        return _shaping.Forward(_parameters, _step.AsSpan(0, _features.ObservationSize), rows: 1, _shaping.CreateWorkspace())[0];
    }

    /// <summary>The linear function of the features that comes nearest to the reward over given steps, and the share of its variance that it explains.</summary>
    /// <param name="demonstrations">States at which the reward is evaluated.</param>
    /// <returns>One weight per feature that varies there; intervals at 95 % of least squares, by episodes as independent blocks.</returns>
    public (IReadOnlyList<RewardWeight> Weights, double ExplainedShare) Inspect(DemonstrationSet demonstrations)
    {
        ArgumentNullException.ThrowIfNull(demonstrations);
        string[] names = IsStateOnly
            ? [.. demonstrations.ObservationNames]
            : [.. demonstrations.ObservationNames, .. Enumerable.Range(0, _features.ActionFeatures).Select(static action => string.Create(CultureInfo.InvariantCulture, $"action {action}"))];
        int steps = (int)demonstrations.Steps;
        double[][] rows = new double[steps][];
        double[] rewards = new double[steps];
        int[] blocks = new int[steps];
        int row = 0;
        for (int number = 0; number < demonstrations.Episodes.Count; number++)
        {
            Demonstration episode = demonstrations.Episodes[number];
            for (int step = 0; step < episode.Length; step++, row++)
            {
                rewards[row] = Of(episode.Observation(step), episode.Action(step), episode.Observation(step));
                rows[row] = [.. _step.Take(names.Length).Select(static value => (double)value)];
                blocks[row] = number;
            }
        }

        return RewardRegression.Of(names, rows, rewards, blocks);
    }

    /// <summary>Saves it as safetensors.</summary>
    public void Save(string path)
    {
        SafetensorsFile network = ParameterFile.Of(_layout, _parameters);
        new SafetensorsFile(
            [.. network.Tensors, Tensor.Of("means", [_features.Means.Length], _features.Means), Tensor.Of("scales", [_features.Scales.Length], _features.Scales)],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["kind"] = Kind,
                ["method"] = IsAirl ? "airl" : "gail",
                ["state_only"] = IsStateOnly ? "true" : "false",
                ["absorbing_state"] = _hasAbsorbingState ? "true" : "false",
                ["hidden_sizes"] = string.Join(',', _hiddenSizes),
            }).Write(path);
    }

    /// <summary>A saved reward for an environment of the same spaces.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, no learned reward, or of other spaces.</exception>
    public static LearnedReward Load(string path, Space observationSpace, Space actionSpace)
    {
        ArgumentNullException.ThrowIfNull(observationSpace);
        ArgumentNullException.ThrowIfNull(actionSpace);
        SafetensorsFile file = SafetensorsFile.Read(path);
        if (file.FindNote("kind") != Kind)
        {
            throw new InvalidDataException($"{path}: the file is of {file.FindNote("kind")}; give one that LearnedReward.Save wrote.");
        }

        int moments = observationSpace.Size + (actionSpace is BoxSpace ? actionSpace.Size : 0);
        bool hasAbsorbingState = file.FindNote("absorbing_state") == "true";
        var features = new StepFeatures(observationSpace, actionSpace, file.FiniteSingles("means", moments), file.FiniteSingles("scales", moments), hasAbsorbingState);
        int[] hidden = [.. file.FindNote("hidden_sizes").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static size => int.Parse(size, CultureInfo.InvariantCulture))];
        var reward = new LearnedReward(features, hidden, file.FindNote("method") == "airl", file.FindNote("state_only") == "true", hasAbsorbingState, []);
        foreach (ParameterBlock block in reward._layout.Blocks)
        {
            file.FiniteSingles(block.Name, [.. block.Shape.Select(static length => (long)length)]).CopyTo(block.Of(reward._parameters));
        }

        return reward;
    }
}
