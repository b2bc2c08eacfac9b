using MarketSim.Learning.Environments;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.MarketMaking;

/// <summary>
/// Quotes a bid and an ask around the mid in the market of Avellaneda and Stoikov, in steps; within a step time is continuous and the quotes are constant.
/// Action: distances of bid and ask, from -1 to 1 around the risk-neutral distance. Rewards sum to the change of wealth less gamma sigma² / 2 times the
/// integral of the squared inventory, in units of the exact certainty equivalent; wealth is marked at the mid.
/// </summary>
/// <remarks>
/// The end after the last step is part of the problem: it terminates. Price, buyers and sellers have separate random streams in every step, so that two
/// policies with one seed face the same market. Observations and rewards: OBSERVATIONS.md beside the environments.
/// </remarks>
public sealed class MarketMakingEnvironment : IEnvironment
{
    // Numbers of the random streams of a step.
    private const int PriceGroup = 0;
    private const int SellerGroup = 1;
    private const int BuyerGroup = 2;

    private static readonly BoxSpace Observations = BoxSpace.Uniform(2, -1, 1);
    private static readonly BoxSpace Actions = BoxSpace.Uniform(2, -1, 1);

    private readonly MarketMakingSettings _settings;
    // Penalty per squared unit of inventory and unit of time.
    private readonly double _riskPerSquare;

    // Of a distance from the neutral one, in price.
    private readonly double _maxDeviation;

    private ulong _seed;
    private int _step;
    private bool _isUnderWay;

    /// <summary>Creates the environment of settings, which are checked; null for their defaults.</summary>
    public MarketMakingEnvironment(MarketMakingSettings? settings = null)
    {
        _settings = settings ?? new MarketMakingSettings();
        Solution = new MarketMakingSolution(_settings);
        _riskPerSquare = _settings.RiskAversion * _settings.Volatility * _settings.Volatility / 2;
        _maxDeviation = _settings.DistanceRange / _settings.Decay;
    }

    /// <summary>The exact optimum of the task.</summary>
    public MarketMakingSolution Solution { get; }

    /// <summary>The settings of the environment.</summary>
    public MarketMakingSettings Settings => _settings;

    /// <inheritdoc/>
    public Space ObservationSpace => Observations;

    /// <inheritdoc/>
    public Space ActionSpace => Actions;

    /// <summary>Change of cash and inventory at the mid since the start, in price times quantity.</summary>
    public double Wealth { get; private set; }

    /// <summary>Units held; negative is short.</summary>
    public int Inventory { get; private set; }

    /// <summary>Completed steps of the episode.</summary>
    public int StepsDone => _step;

    /// <inheritdoc/>
    public void Reset(ulong seed, Span<float> observation)
    {
        _seed = seed;
        _step = 0;
        Wealth = 0;
        Inventory = 0;
        _isUnderWay = true;
        Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        EnvironmentGuard.RequireEpisode(_isUnderWay);
        EnvironmentGuard.RequireAction(Actions, action);
        double reward = SimulateStep(DistancesOf(action)) / Solution.CertaintyEquivalent;
        _step++;
        bool isLast = _step == _settings.Steps;
        _isUnderWay = !isLast;
        Observe(observation);
        return new StepResult(reward, isLast, Truncated: false);
    }

    /// <summary>The quotes of an action.</summary>
    /// <param name="action">Shape [2]; bid, ask.</param>
    public QuoteDistances DistancesOf(ReadOnlySpan<float> action) =>
        new(Solution.NeutralDistance + (action[0] * _maxDeviation), Solution.NeutralDistance + (action[1] * _maxDeviation));

    /// <summary>The action nearest to quotes.</summary>
    /// <param name="action">Shape [2]; receives the action.</param>
    public void ActionOf(QuoteDistances quotes, Span<float> action)
    {
        action[0] = (float)Math.Clamp((quotes.Bid - Solution.NeutralDistance) / _maxDeviation, -1, 1);
        action[1] = (float)Math.Clamp((quotes.Ask - Solution.NeutralDistance) / _maxDeviation, -1, 1);
    }

    /// <summary>The observation of a state.</summary>
    /// <param name="observation">Shape [2]; receives the observation.</param>
    public void ObservationOf(int step, int inventory, Span<float> observation)
    {
        observation[0] = (float)(1 - (2.0 * step / _settings.Steps));
        observation[1] = (float)inventory / _settings.InventoryLimit;
    }

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(5);
        writer.WriteUInt64(_seed);
        writer.WriteInt64(_step);
        writer.WriteInt64(Inventory);
        writer.WriteDouble(Wealth);
        writer.WriteBoolean(_isUnderWay);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(5);
        _seed = reader.ReadUInt64();
        _step = reader.ReadInt32();
        Inventory = reader.ReadInt32();
        Wealth = reader.ReadDouble();
        _isUnderWay = reader.ReadBoolean();
    }

    // Simulates one step with constant quotes; sellers fill the bid and buyers the ask as two independent Poisson processes. Returns the change of wealth less
    // the penalty on the inventory held.
    private double SimulateStep(QuoteDistances quotes)
    {
        var price = new RandomStream(_seed, RandomPurpose.Environment, PriceGroup, _step);
        var sellers = new RandomStream(_seed, RandomPurpose.Environment, SellerGroup, _step);
        var buyers = new RandomStream(_seed, RandomPurpose.Environment, BuyerGroup, _step);
        double meanTimeBetweenSellers = Elementary.Exp(_settings.Decay * quotes.Bid) / _settings.Intensity;
        double meanTimeBetweenBuyers = Elementary.Exp(_settings.Decay * quotes.Ask) / _settings.Intensity;
        double nextSeller = sellers.NextExponential(meanTimeBetweenSellers);
        double nextBuyer = buyers.NextExponential(meanTimeBetweenBuyers);
        double now = 0;
        double reward = 0;
        while (true)
        {
            double next = Math.Min(_settings.StepDuration, Math.Min(nextSeller, nextBuyer));
            reward += Hold(next - now, ref price);
            now = next;
            if (now >= _settings.StepDuration)
            {
                return reward;
            }

            bool isSeller = nextSeller <= nextBuyer;
            reward += Fill(isSeller ? 1 : -1, isSeller ? quotes.Bid : quotes.Ask);
            if (isSeller)
            {
                nextSeller += sellers.NextExponential(meanTimeBetweenSellers);
            }
            else
            {
                nextBuyer += buyers.NextExponential(meanTimeBetweenBuyers);
            }
        }
    }

    // Moves the mid-price over a duration; returns the reward of the inventory held.
    private double Hold(double duration, ref RandomStream price)
    {
        double gain = Inventory * _settings.Volatility * Math.Sqrt(duration) * price.NextNormal();
        Wealth += gain;
        return (_settings.HasPriceNoise ? gain : 0) - (_riskPerSquare * Inventory * Inventory * duration);
    }

    // Fills one unit at a quote, unless it would exceed the inventory limit; returns the gain over the mid-price.
    private double Fill(int change, double distance)
    {
        if (Math.Abs(Inventory + change) > _settings.InventoryLimit)
        {
            return 0;
        }

        Inventory += change;
        Wealth += distance;
        return distance;
    }

    private void Observe(Span<float> observation)
    {
        EnvironmentGuard.RequireObservation(Observations, observation);
        ObservationOf(_step, Inventory, observation);
    }
}
