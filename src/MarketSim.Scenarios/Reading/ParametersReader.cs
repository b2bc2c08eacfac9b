using MarketSim.Agents.Parameters;

namespace MarketSim.Scenarios.Reading;

/// <summary>Reads values of parameters that a definition names.</summary>
internal static class ParametersReader
{
    /// <summary>Reads all keys that were not read yet; null after a problem, which is reported.</summary>
    public static IReadOnlyDictionary<string, string>? Read(SectionReader section, IReadOnlyList<ParameterDefinition> definitions)
    {
        int problemsBefore = section.Problems.Count;
        IReadOnlyDictionary<string, string> texts = section.TakeTexts("a single value");
        foreach (ParameterProblem problem in ParameterSet.Check(definitions, texts))
        {
            ScenarioProblemCode code = definitions.All(definition => definition.Name != problem.Name) ? ScenarioProblemCode.UnknownKey
                : texts.ContainsKey(problem.Name) ? ScenarioProblemCode.InvalidValue
                : ScenarioProblemCode.MissingKey;
            section.Problems.Add(section.LineOf(problem.Name), section.PathOf(problem.Message), code);
        }

        return section.Problems.Count == problemsBefore ? texts : null;
    }
}
