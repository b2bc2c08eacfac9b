using MarketSim.Learning.Environments;
using MarketSim.Learning.Hierarchical.Rewards;
using MarketSim.Learning.Hierarchical.Usage;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.Tests.Regimes;

/// <summary>
/// Trades the market of <see cref="RegimeMarketSettings"/>: an action is the next position, short, none or long. An agent without memory of the
/// announcement cannot distinguish a trend from a reversion.
/// </summary>
/// <remarks>
/// Observation: [signal / 2, position, share of the bar that is over, last return / 3; then the announcement: trend, reversion, quiet, which are all 0
/// except in the first step of a bar]. The first four change fast, the rest slowly. The reward is the position's return less costs.
/// </remarks>
internal sealed class RegimeMarketEnvironment : IEnvironment
{
    /// <summary>Place of the announcement in the observation, one element for each regime.</summary>
    internal const int Announcement = 4;

    private const float Bound = 5;
    private readonly RegimeMarketSettings _settings;

    // Of the last step: the environment writes it again at each step.
    private readonly Dictionary<string, double> _info = new(StringComparer.Ordinal);
    private RandomStream _random;
    private ulong _seed;
    private MarketRegime _regime;
    private int _signal;
    private int _position;
    private int _step;
    private double _lastReturn;
    private bool _isUnderWay;

    /// <summary>Creates the environment of settings, which are checked; null for their defaults.</summary>
    public RegimeMarketEnvironment(RegimeMarketSettings? settings = null)
    {
        _settings = (settings ?? new RegimeMarketSettings()).Checked();
    }

    /// <summary>Elements of the observation that change from step to step.</summary>
    public static IReadOnlyList<int> FastFeatures { get; } = [0, 1, 2, 3];

    /// <summary>Elements of the observation for a controller: the announcement at the beginning of a slow bar, and the position.</summary>
    public static IReadOnlyList<int> SlowFeatures { get; } = [1, 4, 5, 6];

    /// <inheritdoc/>
    public Space ObservationSpace { get; } = BoxSpace.Uniform(Announcement + RegimeMarketSettings.Regimes, -Bound, Bound);

    /// <inheritdoc/>
    public Space ActionSpace { get; } = new DiscreteSpace(RegimeMarketSettings.Positions);

    /// <summary>The settings of the environment.</summary>
    public RegimeMarketSettings Settings => _settings;

    /// <summary>The regime of the present bar.</summary>
    public MarketRegime Regime => _regime;

    /// <summary>The present signal, -2 to 2.</summary>
    public int Signal => _signal;

    /// <summary>The present position, -1, 0 or 1.</summary>
    public int Position => _position;

    private int StepOfBar => _step % _settings.BarSteps;

    /// <inheritdoc/>
    public void Reset(ulong seed, Span<float> observation)
    {
        _seed = seed;
        _random = new RandomStream(seed, RandomPurpose.Environment, 0, 0);
        _regime = (MarketRegime)_random.NextInt32(RegimeMarketSettings.Regimes);
        _signal = _random.NextInt32((2 * RegimeMarketSettings.MaxSignal) + 1) - RegimeMarketSettings.MaxSignal;
        (_position, _step, _lastReturn, _isUnderWay) = (0, 0, 0, true);
        Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        EnvironmentGuard.RequireEpisode(_isUnderWay);
        EnvironmentGuard.RequireAction(ActionSpace, action);
        int target = (int)action[0] - 1;
        _lastReturn = _settings.MeanReturn(_regime, _signal) + (_settings.Noise * _random.NextNormal());
        double reward = (target * _lastReturn) - (_settings.Cost * Math.Abs(target - _position));
        _position = target;
        _info[StepSignals.PositionName] = target;
        _info[StepSignals.MoveName] = _lastReturn;
        _info[StepSignals.RemainingName] = Math.Abs(target);
        _info[OptionUsage.RegimeName] = (int)_regime;
        Advance();
        _isUnderWay = _step < _settings.BarSteps * _settings.Bars;
        Observe(observation);
        return new StepResult(reward, Terminated: !_isUnderWay, Truncated: false, _info);
    }

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(8);
        writer.WriteUInt64(_seed);
        writer.WriteUInt64(_random.Position);
        writer.WriteInt64((int)_regime);
        writer.WriteInt64(_signal);
        writer.WriteInt64(_position);
        writer.WriteInt64(_step);
        writer.WriteDouble(_lastReturn);
        writer.WriteBoolean(_isUnderWay);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(8);
        _seed = reader.ReadUInt64();
        _random = new RandomStream(_seed, RandomPurpose.Environment, 0, 0, reader.ReadUInt64());
        _regime = (MarketRegime)reader.ReadInt32();
        _signal = reader.ReadInt32();
        _position = reader.ReadInt32();
        _step = reader.ReadInt32();
        _lastReturn = reader.ReadDouble();
        _isUnderWay = reader.ReadBoolean();
    }

    private void Advance()
    {
        _step++;
        MoveSignal();
        if (StepOfBar == 0)
        {
            MoveRegime();
        }
    }

    private void MoveSignal()
    {
        double drawn = _random.NextDouble();
        double moveProbability = (1 - _settings.SignalStays) / 2;
        int move = drawn < moveProbability ? -1 : drawn < 2 * moveProbability ? 1 : 0;
        _signal = Math.Clamp(_signal + move, -RegimeMarketSettings.MaxSignal, RegimeMarketSettings.MaxSignal);
    }

    // Stays, or becomes one of the other two with equal probability.
    private void MoveRegime()
    {
        double drawn = _random.NextDouble();
        if (drawn >= _settings.RegimeStays)
        {
            int ahead = drawn < _settings.RegimeStays + ((1 - _settings.RegimeStays) / 2) ? 1 : 2;
            _regime = (MarketRegime)(((int)_regime + ahead) % RegimeMarketSettings.Regimes);
        }
    }

    private void Observe(Span<float> observation)
    {
        EnvironmentGuard.RequireObservation(ObservationSpace, observation);
        observation.Clear();
        observation[0] = _signal / (float)RegimeMarketSettings.MaxSignal;
        observation[1] = _position;
        observation[2] = StepOfBar / (float)_settings.BarSteps;
        observation[3] = (float)Math.Clamp(_lastReturn / 3, -Bound, Bound);
        if (StepOfBar == 0)
        {
            observation[Announcement + (int)_regime] = 1;
        }
    }
}
