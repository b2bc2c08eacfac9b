using System.CommandLine;
using MarketSim.Agents.Parameters;
using MarketSim.Cli.Terminal;

namespace MarketSim.Cli;

/// <summary>Says what is wrong with a command line that makes no sense.</summary>
internal static class WrongUse
{
    /// <returns><see cref="ExitCode.WrongUse"/>.</returns>
    public static int Explain(ParseResult parsed, TextWriter error)
    {
        Command command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens.Count == 0 && command.Action is null)
        {
            // A group of commands without a command: all commands are shown.
            command.Parse(["--help"]).Invoke(new InvocationConfiguration { Output = error, Error = error });
            return ExitCode.WrongUse;
        }

        foreach (string message in Messages(parsed, command))
        {
            error.WriteLine($"marketsim: {message}");
        }

        error.WriteLine($"marketsim: `{PathOf(command)} --help` says what can be done.");
        return ExitCode.WrongUse;
    }

    private static IEnumerable<string> Messages(ParseResult parsed, Command command)
    {
        if (parsed.UnmatchedTokens.Count == 0)
        {
            return parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal);
        }

        string[] known = [.. command.Subcommands.Select(below => below.Name), .. command.Options.Select(option => option.Name)];
        string token = parsed.UnmatchedTokens[0];
        string[] candidates = [.. known.Where(name => name.StartsWith('-') == token.StartsWith('-'))];
        return candidates.Length > 0
            ? [$"{token} is not known to `{PathOf(command)}`; {NearestName.Suggest(token, candidates)}"]
            : [$"`{PathOf(command)}` takes no further argument such as {token}."];
    }

    private static string PathOf(Command command)
    {
        Command? parent = command.Parents.OfType<Command>().FirstOrDefault();
        return parent is null ? "marketsim" : $"{PathOf(parent)} {command.Name}";
    }
}
