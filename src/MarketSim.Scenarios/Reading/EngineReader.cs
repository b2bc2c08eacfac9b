using MarketSim.Agents.PolicyTrading.Engines;

namespace MarketSim.Scenarios.Reading;

/// <summary>Reads what computes the gradients of a learner: <c>engine</c> and <c>device</c>.</summary>
internal static class EngineReader
{
    private static readonly ValueRule<string> Engine = OneOf(EngineChoice.Names);
    private static readonly ValueRule<string> Device = OneOf(EngineChoice.Devices);

    /// <summary>Reads the engine; null after a problem, which is reported. The engine need not be available on this machine.</summary>
    public static EngineChoice? Read(SectionReader section)
    {
        EngineChoice managed = EngineChoice.Managed;
        Field<string> engine = section.Optional("engine", Engine, managed.Name, managed.Name);
        Field<string> device = section.Optional("device", Device, managed.Device, managed.Device);
        if (!engine.IsValid || !device.IsValid)
        {
            return null;
        }

        var choice = new EngineChoice(engine.Value, device.Value);
        if (choice.Conflict is { } conflict)
        {
            section.Problems.Add(device.Line, $"{device.Path}: {conflict}");
            return null;
        }

        return choice;
    }

    /// <summary>Reports each engine of a list of learners that cannot be had on this machine, by the line that asks for it.</summary>
    /// <param name="key">Of the list; it may be missing.</param>
    public static void RequireAll(SectionReader root, string key)
    {
        foreach (SectionReader section in root.Has(key) ? root.Sections(key, "a list") : [])
        {
            if (!section.Has("frozen") && Read(section)?.Refusal is { } refusal)
            {
                section.Problems.Add(section.LineOf("engine"), $"{section.PathOf("engine")}: {refusal}", ScenarioProblemCode.InvalidValue);
            }
        }
    }

    private static ValueRule<string> OneOf(IReadOnlyList<string> words) =>
        new(string.Join(" or ", words), text => words.Contains(text, StringComparer.Ordinal) ? new(text) : null);
}
