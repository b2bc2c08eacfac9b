using MarketSim.Agents.Parameters;
using MarketSim.Learning.Hierarchical;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>The sharing of a controller's choices; the words of <c>lead</c>.</summary>
public enum OptionLead
{
    /// <summary>Each agent gets separate choices.</summary>
    Each,

    /// <summary>One choice for all agents of a group that report at the same tick, from their mean observation and reward.</summary>
    Group,
}

/// <summary>The rules of a hierarchical agent and its controller.</summary>
/// <param name="Settings">Settings of both levels.</param>
/// <param name="ControllerDiscount">The controller's discount of a reward one decision of an option later, 0 to 1.</param>
/// <param name="SlowScale">Decisions of an option per bar of the controller's observation.</param>
/// <param name="Lead">The sharing of choices.</param>
public sealed record HierarchyRules(HierarchicalSettings Settings, double ControllerDiscount, int SlowScale, OptionLead Lead)
{
    /// <summary>Reads the rules of an agent whose algorithm is a hierarchy.</summary>
    internal static HierarchyRules From(ParameterSet parameters, HierarchicalSettings settings) =>
        new(settings, parameters["controllerGamma"], parameters.Count("optionLength"), parameters.Choice<OptionLead>("lead"));
}
