using MarketSim.Environments.MarketMaking;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Policies;

namespace MarketSim.Experiments.Theory;

/// <summary>
/// Certainty equivalents over episodes of common seeds, in price times quantity: of a policy, of the exact quotes updated only once per step, and of the
/// best constant spread, beside the exact value of continuous time.
/// </summary>
/// <param name="Quotes">Quotes of the policy.</param>
/// <param name="Exact">Of the optimum in continuous time, computed.</param>
/// <param name="Policy">Of the policy, simulated.</param>
/// <param name="PolicyError">Standard error of <paramref name="Policy"/>.</param>
/// <param name="PolicyComputed">Of the policy by the linear equation, without simulation.</param>
/// <param name="ExactQuotes">Of the exact quotes, updated once per step; simulated.</param>
/// <param name="Constant">Of the best constant spread; simulated.</param>
/// <param name="ConstantDistance">Distance of its quotes from the mid-price.</param>
public sealed record MarketMakingComparison(
    MarketMakingSettings Settings, QuoteTable Quotes, double Exact, double Policy, double PolicyError, double PolicyComputed, double ExactQuotes, double Constant, double ConstantDistance)
{
    /// <summary>Compares a policy.</summary>
    /// <param name="episodes">Simulated episodes, at least 1.</param>
    /// <param name="seed">Seed of the episodes: one that was not trained on.</param>
    /// <exception cref="ArgumentException">The policy has memory.</exception>
    public static MarketMakingComparison Of(MarketMakingSettings settings, IPolicy policy, int episodes, ulong seed)
    {
        var environment = new MarketMakingEnvironment(settings);
        QuoteTable quotes = QuoteTable.Of(environment, policy);
        (double constantDistance, _) = QuotePolicyValue.BestConstant(settings);
        (double value, double error) = Simulate(environment, quotes, episodes, seed);
        return new MarketMakingComparison(
            settings,
            quotes,
            environment.Solution.CertaintyEquivalent,
            value,
            error,
            QuotePolicyValue.CertaintyEquivalent(settings, (step, inventory) => quotes[step, inventory]),
            Simulate(environment, QuoteTable.Of(settings, environment.Solution.Quotes), episodes, seed).Value,
            Simulate(environment, QuoteTable.Of(settings, (_, _) => new QuoteDistances(constantDistance, constantDistance)), episodes, seed).Value,
            constantDistance);
    }

    /// <summary>Distances of bid and ask by inventory in the middle of an episode, of the policy and of the exact solution; asks by the mirrored inventory.</summary>
    public TheoryFigure Figure()
    {
        var solution = new MarketMakingSolution(Settings);
        int step = Settings.Steps / 2;
        double[] inventories = [.. Enumerable.Range(-Settings.InventoryLimit, 2 * Settings.InventoryLimit).Select(inventory => (double)inventory)];
        double[] mirrored = [.. inventories.Select(inventory => -inventory)];
        return new TheoryFigure(
            "Market making (Avellaneda and Stoikov; Guéant, Lehalle and Fernandez-Tapia)",
            "inventory",
            "distance from the mid, price",
            [
                new FigureSeries("learner's bid", inventories, [.. inventories.Select(inventory => Quotes[step, (int)inventory].Bid)]),
                new FigureSeries("exact bid", inventories, [.. inventories.Select(inventory => solution.Quotes(step, (int)inventory).Bid)]),
                new FigureSeries("learner's ask", mirrored, [.. mirrored.Select(inventory => Quotes[step, (int)inventory].Ask)]),
                new FigureSeries("exact ask", mirrored, [.. mirrored.Select(inventory => solution.Quotes(step, (int)inventory).Ask)]),
            ],
            [
                ("certainty equivalent of the learner / exact", Policy / Exact),
                ("certainty equivalent of the exact quotes in steps / exact", ExactQuotes / Exact),
                ("certainty equivalent of the best constant spread / exact", Constant / Exact),
            ]);
    }

    private static (double Value, double Error) Simulate(MarketMakingEnvironment environment, QuoteTable quotes, int episodes, ulong seed)
    {
        double[] wealths = new double[episodes];
        float[] observation = new float[environment.ObservationSpace.Size];
        float[] action = new float[environment.ActionSpace.Size];
        for (int episode = 0; episode < episodes; episode++)
        {
            environment.Reset(EpisodeSeeds.Of(seed, environment: 0, episode), observation);
            bool isLast = false;
            while (!isLast)
            {
                environment.ActionOf(quotes[environment.StepsDone, environment.Inventory], action);
                isLast = environment.Step(action, observation).IsLast;
            }

            wealths[episode] = environment.Wealth;
        }

        return CertaintyEquivalents.Of(wealths, environment.Settings.RiskAversion);
    }
}
