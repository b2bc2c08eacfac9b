using MarketSim.Agents.Parameters;
using MarketSim.Agents.Portfolios;
using MarketSim.Market.Orders;

namespace MarketSim.Agents.Strategies;

/// <summary>The limit of an agent's inventory, long and short.</summary>
/// <param name="Lots">The limit in lots; 0 for none.</param>
internal readonly record struct PositionLimit(long Lots)
{
    public static PositionLimit From(ParameterSet parameters, StrategyMarket market) =>
        new(parameters["maximumPosition"] == 0 ? 0 : market.Lots(parameters["maximumPosition"]).Lots);

    public static ParameterDefinition Parameter(double defaultUnits) =>
        new("maximumPosition", ParameterUnit.Quantity, defaultUnits, 0, 1e12, "Largest inventory, long or short; 0 for no limit.");

    /// <summary>The part of a quantity that can be traded within the limit, even if every open order is filled.</summary>
    public Quantity Cap(Side side, Portfolio portfolio, Quantity quantity)
    {
        if (Lots == 0)
        {
            return quantity;
        }

        long room = (side == Side.Buy ? Lots - portfolio.Inventory : Lots + portfolio.Inventory) - portfolio.OpenLots(side);
        return Quantity.Min(quantity, new Quantity(Math.Max(0, room)));
    }
}
