using MarketSim.Environments.Bars;
using MarketSim.Environments.Bars.Rules;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Policies;
using MarketSim.Market.Data;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Experiments.Bars.Evaluation;

/// <summary>A trader of the bars of a test: a policy or a rule.</summary>
internal interface IBarsTrader
{
    /// <summary>Called before the first step of an episode.</summary>
    void Begin();

    /// <param name="past">The bars that are known, the newest last.</param>
    /// <param name="observation">In: of the decision. Out: of the next.</param>
    StepResult Step(TradingEnvironment environment, ReadOnlySpan<Bar> past, Span<float> observation);
}

/// <summary>Trades by a rule.</summary>
internal sealed class RuleTrader(IBarRule rule, double lowest) : IBarsTrader
{
    public void Begin()
    {
    }

    public StepResult Step(TradingEnvironment environment, ReadOnlySpan<Bar> past, Span<float> observation) =>
        environment.StepTo(rule.ShareOf(past, environment.Share, lowest), observation);
}

/// <summary>Draws its actions.</summary>
internal sealed class RandomTrader(RandomStream random) : IBarsTrader
{
    private RandomStream _random = random;

    public void Begin()
    {
    }

    public StepResult Step(TradingEnvironment environment, ReadOnlySpan<Bar> past, Span<float> observation)
    {
        Span<float> action = stackalloc float[environment.ActionSpace.Size];
        environment.ActionSpace.Sample(ref _random, action);
        return environment.Step(action, observation);
    }
}

/// <summary>Acts by a policy that does not change, statistics of observations included.</summary>
internal sealed class PolicyTrader : IBarsTrader
{
    private readonly IPolicy _policy;
    private readonly bool _isDeterministic;
    private readonly PolicyBatch _batch;

    public PolicyTrader(IPolicy policy, bool isDeterministic, RandomStream random)
    {
        _policy = policy;
        _isDeterministic = isDeterministic;
        _batch = new PolicyBatch(policy.ObservationSpace.Size, policy.ActionSpace.Size, policy.StateSize);
        _batch.Resize(1);
        _batch.Random[0] = random;
    }

    public void Begin() => _batch.States.Clear();

    public StepResult Step(TradingEnvironment environment, ReadOnlySpan<Bar> past, Span<float> observation)
    {
        observation.CopyTo(_batch.Observations);
        _policy.Act(_batch, _isDeterministic);
        _policy.ClipAction(_batch.Actions);
        return environment.Step(_batch.Actions, observation);
    }
}
