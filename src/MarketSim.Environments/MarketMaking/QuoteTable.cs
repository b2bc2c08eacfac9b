using MarketSim.Environments.Policies;
using MarketSim.Learning.Policies;

namespace MarketSim.Environments.MarketMaking;

/// <summary>The quotes of a policy in every state: step and inventory.</summary>
public sealed class QuoteTable
{
    private readonly QuoteDistances[,] _quotes;
    private readonly int _limit;

    private QuoteTable(MarketMakingSettings settings)
    {
        _limit = settings.InventoryLimit;
        _quotes = new QuoteDistances[settings.Steps, (2 * _limit) + 1];
    }

    /// <summary>The quotes at a step and an inventory.</summary>
    public QuoteDistances this[int step, int inventory] => _quotes[step, inventory + _limit];

    /// <summary>Tabulates the most probable actions of a policy.</summary>
    /// <exception cref="ArgumentException">The policy has memory.</exception>
    public static QuoteTable Of(MarketMakingEnvironment environment, IPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var actor = new MemorylessPolicy(policy);
        float[] observation = new float[environment.ObservationSpace.Size];
        float[] action = new float[environment.ActionSpace.Size];
        return Of(environment.Settings, (step, inventory) =>
        {
            environment.ObservationOf(step, inventory, observation);
            actor.Act(observation, action);
            return environment.DistancesOf(action);
        });
    }

    /// <summary>Tabulates quotes by step and inventory.</summary>
    public static QuoteTable Of(MarketMakingSettings settings, Func<int, int, QuoteDistances> quotes)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(quotes);
        var table = new QuoteTable(settings);
        for (int step = 0; step < settings.Steps; step++)
        {
            for (int inventory = -settings.InventoryLimit; inventory <= settings.InventoryLimit; inventory++)
            {
                table._quotes[step, inventory + settings.InventoryLimit] = quotes(step, inventory);
            }
        }

        return table;
    }
}
