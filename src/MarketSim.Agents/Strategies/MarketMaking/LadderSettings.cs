using MarketSim.Agents.Parameters;
using MarketSim.Agents.Strategies.Timing;

namespace MarketSim.Agents.Strategies.MarketMaking;

/// <summary>The words of the parameter <c>window</c>, in their order.</summary>
internal enum WindowMode
{
    Adaptive,
    Fixed,
}

/// <summary>The words of the parameter <c>anchor</c>, in their order: the place of the mid-price in the window.</summary>
internal enum WindowAnchor
{
    Middle,
    Top,
    Bottom,
}

/// <summary>The words of the parameter <c>reference</c>, in their order: the centre of the ladder.</summary>
internal enum LadderReference
{
    Quotes,
    Value,
}

/// <summary>The settings that all ladder market makers of a group share.</summary>
/// <param name="Reference">Centre of the ladder.</param>
/// <param name="WidthTicks">Width of a fixed window, or the initial width of an adaptive one.</param>
/// <param name="SpreadWeight">Weight of the latest spread in the adaptive width.</param>
/// <param name="Levels">Levels per side.</param>
/// <param name="LevelSpacing">Distance between levels as a multiple of the window.</param>
/// <param name="VolumeShare">Size per level as a share of the volume since the last wake-up.</param>
/// <param name="InventorySkew">Effect of inventory on sizes (beta), per lot.</param>
/// <param name="BackstopLots">Size of the outermost level; 0 for the size of the others.</param>
internal sealed record LadderSettings(
    WakeSchedule Wakes,
    LadderReference Reference,
    WindowMode Window,
    double WidthTicks,
    double SpreadWeight,
    WindowAnchor Anchor,
    int Levels,
    double LevelSpacing,
    double VolumeShare,
    long MinimumLots,
    double InventorySkew,
    long BackstopLots)
{
    public static IReadOnlyList<ParameterDefinition> Parameters { get; } =
    [
        .. WakeSchedule.Parameters(defaultSeconds: 60),
        ParameterDefinition.Choice("reference", "Whether the ladder stands around the mid-price of the others' quotes, or around the fundamental value, which the agent then knows.", "quotes", "value"),
        ParameterDefinition.Choice("window", "Whether the width between the innermost bid and ask follows the spread or stays.", "adaptive", "fixed"),
        new("windowWidth", ParameterUnit.Price, 0.5, 0, 1e9, "Width of the window; of an adaptive one, its width before a spread was seen."),
        new("spreadWeight", ParameterUnit.Fraction, 0.75, 0, 1, "Weight of the latest spread in the adaptive width; the width before has the rest."),
        ParameterDefinition.Choice("anchor", "Where in a fixed window the mid-price lies; an adaptive one has it in the middle.", "middle", "top", "bottom"),
        new("levels", ParameterUnit.Count, 10, 1, 1_000, "Price levels on each side."),
        new("levelSpacing", ParameterUnit.Number, 0.5, 0, 1e6, "Distance between levels, as a multiple of the window; at least one tick."),
        new("volumeShare", ParameterUnit.Fraction, 0.05, 0, 1, "Size at each level, as a share of the volume traded since the last wake-up."),
        new("minimumSize", ParameterUnit.Quantity, 20, 1e-9, 1e9, "Smallest size at a level."),
        new("inventorySkew", ParameterUnit.Number, 0, 0, 1e6, "Beta, per unit of inventory: how strongly inventory moves size to the side that sells it off; 0 for not at all."),
        new("backstopSize", ParameterUnit.Quantity, 0, 0, 1e9, "Size at the outermost level; 0 for the same as at the others."),
    ];

    public static LadderSettings From(ParameterSet parameters, StrategyMarket market) => new(
        WakeSchedule.From(parameters, market),
        parameters.Choice<LadderReference>("reference"),
        parameters.Choice<WindowMode>("window"),
        market.Instrument.ToTicks(parameters["windowWidth"]),
        parameters["spreadWeight"],
        parameters.Choice<WindowMode>("window") == WindowMode.Adaptive ? WindowAnchor.Middle : parameters.Choice<WindowAnchor>("anchor"),
        parameters.Count("levels"),
        parameters["levelSpacing"],
        parameters["volumeShare"],
        market.Lots(parameters["minimumSize"]).Lots,
        parameters["inventorySkew"] * (double)market.Instrument.LotSize,
        parameters["backstopSize"] == 0 ? 0 : market.Lots(parameters["backstopSize"]).Lots);
}
