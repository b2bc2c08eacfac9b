using System.CommandLine;
using System.Security.Cryptography;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Plugins;

namespace MarketSim.Cli.Commands;

/// <summary>The option <c>--plugin FILE</c>, given any number of times: assemblies with strategies of the user's own, which a scenario's groups name by their types.</summary>
internal sealed class PluginOption
{
    private readonly Option<string[]> _option = new("--plugin")
    {
        Description = "An assembly with strategies of your own, whose types the scenario's groups may name; the run keeps its name and SHA-256, and resume and replay load it again.",
        HelpName = "DLL",
        AllowMultipleArgumentsPerToken = false,
    };

    public void AddTo(Command command) => command.Options.Add(_option);

    /// <summary>The scenario's section <c>plugins</c>, as settings.</summary>
    /// <exception cref="ScenarioException">A file cannot be read.</exception>
    public IEnumerable<ScenarioSetting> Of(ParseResult parsed) => (parsed.GetValue(_option) ?? []).SelectMany(Of);

    private static IEnumerable<ScenarioSetting> Of(string path)
    {
        string full = Path.GetFullPath(path);
        string digest;
        try
        {
            digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(full)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException([new ScenarioProblem(path, 0, $"the plugin cannot be read: {(File.Exists(full) ? exception.Message : "there is no such file")}; name an assembly, e.g. --plugin bin/Release/net10.0/MyStrategies.dll", ScenarioProblemCode.Unreadable)]);
        }

        string section = $"plugins.{ScenarioPlugin.NameOf(full)}";
        return [new($"{section}.file", full), new($"{section}.sha256", digest)];
    }
}
