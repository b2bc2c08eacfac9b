using MarketSim.Learning.Environments;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.Signals;

/// <summary>
/// Trades a generated market whose next price change is partly predicted by a decaying signal, at quadratic cost: the model of Gârleanu and Pedersen 2013,
/// whose optimal policy is known (<see cref="Best"/>). Action: a position or a trade. Reward: change of wealth after costs less gamma sigma² x² / 2, in
/// units of the optimal policy's mean reward. Truncated after the episode's length.
/// </summary>
/// <remarks>Observations and rewards: OBSERVATIONS.md beside the environments.</remarks>
public sealed class MarketEnvironment : IEnvironment, IReferencePolicy
{
    private const float SignalBound = 10;

    private static readonly BoxSpace Observations = new([-SignalBound, -1], [SignalBound, 1]);

    private readonly MarketEnvironmentSettings _settings;
    private readonly PositionActions _actions;

    // Standard deviation of the signal's change that is not its decay, so that its variance stays 1.
    private readonly double _innovation;
    private readonly double _rewardUnit;
    private RandomStream _random;
    private ulong _seed;
    private double _signal;
    private int _step;
    private bool _isUnderWay;

    /// <summary>Creates the environment of these settings and the defaults of all others.</summary>
    /// <param name="volatility">Standard deviation of a step's price change as a fraction of the initial price; greater than 0.</param>
    /// <param name="noiseLevel">Deviation of the unpredictable part of a price change as a share of the whole; greater than 0, at most 1.</param>
    /// <param name="signalHalfLifeSteps">Steps in which the signal falls to half; greater than 0.</param>
    /// <param name="episodeSteps">Decisions of an episode; at least 1.</param>
    /// <param name="actions">The mapping of actions to positions; null for target positions.</param>
    public MarketEnvironment(double volatility, double noiseLevel, double signalHalfLifeSteps = 20, int episodeSteps = 390, PositionActions? actions = null)
        : this(
            new MarketEnvironmentSettings { Volatility = volatility, NoiseLevel = noiseLevel, SignalHalfLifeSteps = signalHalfLifeSteps, EpisodeSteps = episodeSteps },
            actions)
    {
    }

    /// <summary>Creates the environment of settings, which are checked.</summary>
    /// <param name="actions">The mapping of actions to positions; null for target positions.</param>
    public MarketEnvironment(MarketEnvironmentSettings settings, PositionActions? actions = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _actions = actions ?? PositionActions.Target();
        Best = new GarleanuPedersenPolicy(settings);
        _innovation = Math.Sqrt(1 - (Best.Persistence * Best.Persistence));

        // Without anything predictable the optimal mean reward is 0; then the unit is the price's own deviation on the Markowitz position.
        _rewardUnit = settings.NoiseLevel < 1
            ? Best.MeanReward(Best.TradingRate, Best.AimPerSignal)
            : settings.PriceDeviation * settings.MarkowitzShare * settings.PositionLimit;
    }

    /// <summary>The settings of the environment.</summary>
    public MarketEnvironmentSettings Settings => _settings;

    /// <summary>The optimal policy, as long as the limit of the position does not bind.</summary>
    public GarleanuPedersenPolicy Best { get; }

    /// <inheritdoc/>
    public Space ObservationSpace => Observations;

    /// <inheritdoc/>
    public Space ActionSpace => _actions.Space;

    /// <summary>The present price.</summary>
    public double Price { get; private set; }

    /// <summary>The present position in units.</summary>
    public double Position { get; private set; }

    /// <summary>Change of wealth after costs since the start of the episode, in price times units.</summary>
    public double Profit { get; private set; }

    /// <summary>The present signal, in standard deviations.</summary>
    public double Signal => _signal;

    /// <inheritdoc/>
    public void Reset(ulong seed, Span<float> observation)
    {
        _seed = seed;
        _random = new RandomStream(seed, RandomPurpose.Environment, group: 0, index: 0);
        _signal = _random.NextNormal();
        _step = 0;
        _isUnderWay = true;
        Price = _settings.InitialPrice;
        Position = 0;
        Profit = 0;
        Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        EnvironmentGuard.RequireEpisode(_isUnderWay);
        EnvironmentGuard.RequireAction(_actions.Space, action);
        double target = _actions.TargetOf(action, Position / _settings.PositionLimit) * _settings.PositionLimit;
        double traded = target - Position;
        Position = target;
        double change = (_settings.SignalStrength * _signal) + (_settings.PriceDeviation * _settings.NoiseLevel * _random.NextNormal());
        Price += change;
        _signal = (Best.Persistence * _signal) + (_innovation * _random.NextNormal());
        double gain = (Position * change) - (_settings.CostPerSquare * traded * traded / 2);
        double risk = _settings.PriceDeviation * Position;
        Profit += gain;
        _step++;
        bool isLast = _step == _settings.EpisodeSteps;
        _isUnderWay = !isLast;
        Observe(observation);
        return new StepResult((gain - (_settings.RiskAversion * risk * risk / 2)) / _rewardUnit, Terminated: false, isLast);
    }

    /// <summary>The action nearest to the optimal policy's present target position.</summary>
    public void ReferenceAction(Span<float> action)
    {
        EnvironmentGuard.RequireEpisode(_isUnderWay);
        action[0] = _actions.ActionFor(Best.Target(Position, _signal) / _settings.PositionLimit, Position / _settings.PositionLimit);
    }

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(8);
        writer.WriteUInt64(_seed);
        writer.WriteUInt64(_random.Position);
        writer.WriteDouble(_signal);
        writer.WriteInt64(_step);
        writer.WriteBoolean(_isUnderWay);
        writer.WriteDouble(Price);
        writer.WriteDouble(Position);
        writer.WriteDouble(Profit);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(8);
        _seed = reader.ReadUInt64();
        _random = new RandomStream(_seed, RandomPurpose.Environment, group: 0, index: 0, reader.ReadUInt64());
        _signal = reader.ReadDouble();
        _step = reader.ReadInt32();
        _isUnderWay = reader.ReadBoolean();
        Price = reader.ReadDouble();
        Position = reader.ReadDouble();
        Profit = reader.ReadDouble();
    }

    private void Observe(Span<float> observation)
    {
        EnvironmentGuard.RequireObservation(Observations, observation);
        observation[0] = Math.Clamp((float)_signal, -SignalBound, SignalBound);
        observation[1] = (float)Math.Clamp(Position / _settings.PositionLimit, -1, 1);
    }
}
