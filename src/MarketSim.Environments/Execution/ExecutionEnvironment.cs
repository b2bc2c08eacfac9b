using MarketSim.Learning.Environments;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.Execution;

/// <summary>
/// Sells a position within a number of steps against linear temporary impact, with risk aversion. Action: the share of the remaining units to sell now,
/// -1 for none, 1 for all. The last step sells the rest. Rewards sum to minus the cost, in units of the optimal cost, so that the optimum returns -1, apart
/// from price noise.
/// </summary>
/// <remarks>Observations and rewards: OBSERVATIONS.md beside the environments.</remarks>
public sealed class ExecutionEnvironment : IEnvironment
{
    private static readonly BoxSpace Observations = BoxSpace.Uniform(2, -1, 1);
    private static readonly BoxSpace Actions = BoxSpace.Uniform(1, -1, 1);

    private readonly ExecutionProblem _problem;
    private readonly double _priceDeviationPerStep;
    private ulong _seed;
    private int _step;
    private double _remainingUnits;
    private bool _isUnderWay;

    /// <summary>Creates the environment of settings, which are checked; null for their defaults.</summary>
    public ExecutionEnvironment(ExecutionSettings? settings = null)
    {
        _problem = new ExecutionProblem(settings ?? new ExecutionSettings());
        _priceDeviationPerStep = _problem.Settings.HasPriceNoise ? _problem.Settings.Volatility * Math.Sqrt(_problem.Settings.StepDuration) : 0;
    }

    /// <summary>The problem of optimal execution that the settings describe.</summary>
    public ExecutionProblem Problem => _problem;

    /// <inheritdoc/>
    public Space ObservationSpace => Observations;

    /// <inheritdoc/>
    public Space ActionSpace => Actions;

    /// <summary>Remaining units to sell.</summary>
    public double RemainingUnits => _remainingUnits;

    /// <inheritdoc/>
    public void Reset(ulong seed, Span<float> observation)
    {
        _seed = seed;
        _step = 0;
        _remainingUnits = _problem.Settings.Quantity;
        _isUnderWay = true;
        Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        EnvironmentGuard.RequireEpisode(_isUnderWay);
        EnvironmentGuard.RequireAction(Actions, action);
        bool isLast = _step + 1 == _problem.Settings.Steps;
        double sold = isLast ? _remainingUnits : _remainingUnits * ShareOf(action[0]);
        _remainingUnits = isLast ? 0 : _remainingUnits - sold;
        var random = new RandomStream(_seed, RandomPurpose.Environment, group: 0, index: _step);

        // Change in value of the remaining units over the step.
        double gain = _remainingUnits * _priceDeviationPerStep * random.NextNormal();
        _step++;
        _isUnderWay = !isLast;
        Observe(observation);
        return new StepResult((gain - _problem.StepCost(sold, _remainingUnits)) / _problem.OptimalCost, isLast, Truncated: false);
    }

    /// <summary>The share that an action sells.</summary>
    public static double ShareOf(float action) => ((double)action + 1) / 2;

    /// <summary>The action that sells a share.</summary>
    /// <param name="share">0 to 1.</param>
    public static float ActionOf(double share) => (float)Math.Clamp((2 * share) - 1, -1, 1);

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(4);
        writer.WriteUInt64(_seed);
        writer.WriteInt64(_step);
        writer.WriteDouble(_remainingUnits);
        writer.WriteBoolean(_isUnderWay);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(4);
        _seed = reader.ReadUInt64();
        _step = reader.ReadInt32();
        _remainingUnits = reader.ReadDouble();
        _isUnderWay = reader.ReadBoolean();
    }

    private void Observe(Span<float> observation)
    {
        EnvironmentGuard.RequireObservation(Observations, observation);
        observation[0] = (float)(1 - (2.0 * _step / _problem.Settings.Steps));
        observation[1] = (float)((2 * _remainingUnits / _problem.Settings.Quantity) - 1);
    }
}
