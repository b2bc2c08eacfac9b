using MarketSim.Agents.Parameters;
using MarketSim.Learning.Hierarchical;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>Whose choices a controller makes; the words of <c>lead</c>.</summary>
public enum OptionLead
{
    /// <summary>Each agent gets separate choices.</summary>
    Each,

    /// <summary>One choice for all agents that report at the same tick, from the mean of what they saw and earned.</summary>
    Group,
}

/// <summary>How a hierarchical agent is led.</summary>
/// <param name="Settings">Of both levels.</param>
/// <param name="ControllerDiscount">Of a reward one decision of an option later, as the controller counts, 0 to 1.</param>
/// <param name="SlowScale">Decisions of an option in a bar of what the controller sees.</param>
public sealed record HierarchyRules(HierarchicalSettings Settings, double ControllerDiscount, int SlowScale, OptionLead Lead)
{
    /// <summary>Reads the rules of an agent whose algorithm is a hierarchy.</summary>
    internal static HierarchyRules From(ParameterSet parameters, HierarchicalSettings settings) =>
        new(settings, parameters["controllerGamma"], parameters.Count("optionLength"), parameters.Choice<OptionLead>("lead"));
}
