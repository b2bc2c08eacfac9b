using System.Security.Cryptography;
using MarketSim.Agents.PolicyTrading.Algorithms;
using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies;
using MarketSim.Environments.OrderBooks;
using MarketSim.Scenarios.Plugins;

namespace MarketSim.Scenarios.Reading;

/// <summary>Reads the section <c>plugins</c>, and loads what it names.</summary>
internal sealed class PluginsReader(SectionReader root, ScenarioFileSource files)
{
    private const string Key = "plugins";

    private readonly ProblemList _problems = root.Problems;

    /// <summary>Those that are right; what is wrong with the others is reported.</summary>
    public IReadOnlyList<ScenarioPlugin> Read()
    {
        var plugins = new List<ScenarioPlugin>();
        var taken = new HashSet<string>([.. StrategyCatalog.All.Select(static strategy => strategy.Name), .. AlgorithmCatalog.All.Select(static learner => learner.Name), OnnxAgent.TypeName], StringComparer.Ordinal);
        foreach ((string name, SectionReader section) in root.Section(Key).TakeSections())
        {
            if (Read(name, section) is not { } plugin)
            {
                continue;
            }

            foreach (StrategyDefinition strategy in plugin.Strategies.Where(strategy => !taken.Add(strategy.Name)))
            {
                _problems.Add(section.Line, $"{section.PathOf("file")} is {plugin.Path}, which defines a strategy {strategy.Name}; there is one of that name already. Give it another name");
            }

            plugins.Add(plugin);
        }

        if (plugins.Count == 0)
        {
            // The one empty list, so that scenarios without plugins are equal.
            return [];
        }

        return plugins;
    }

    private ScenarioPlugin? Read(string name, SectionReader section)
    {
        Field<string> file = section.Required("file", new ValueRule<string>("the path of an assembly, relative to the scenario's folder, e.g. my-strategies.dll", static text => text.Length > 0 ? new(text) : null));

        // What runs as code is named by its content, so that no scenario runs a file that happens to lie there.
        Field<string> sha256 = section.Required("sha256", Rules.Sha256);
        section.Close();
        if (!file.IsValid || !sha256.IsValid)
        {
            return null;
        }

        string path = files.FullPathOf(file.Value);
        try
        {
            byte[] content = File.ReadAllBytes(path);
            string digest = Convert.ToHexStringLower(SHA256.HashData(content));
            if (digest != sha256.Value)
            {
                _problems.Add(file.Line, $"{file.Path} is {path}, whose SHA-256 is {digest}; the scenario was made with {sha256.Value}. Restore the file of then; a changed strategy is another run, begun again with --plugin", ScenarioProblemCode.Unreadable);
                return null;
            }

            return new ScenarioPlugin(name, path, digest, PluginLoader.Load(path, content, digest));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            _problems.Refuse(file.Path, file.Line, file.Text, $"an assembly that can be read; {(File.Exists(path) ? exception.Message : $"{path} does not exist")}", ScenarioProblemCode.Unreadable);
            return null;
        }
        catch (InvalidDataException exception)
        {
            _problems.Add(file.Line, $"{file.Path} is {path}, but {exception.Message}", ScenarioProblemCode.Unreadable);
            return null;
        }
    }
}
