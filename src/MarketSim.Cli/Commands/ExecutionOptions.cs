using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MarketSim.Cli.Sessions;

namespace MarketSim.Cli.Commands;

/// <summary>The options of commands that run a market.</summary>
internal sealed class ExecutionOptions
{
    private const int MaxCount = 1_024;

    private readonly Option<int?> _partitions = WholeNumber("--partitions", "Number of partitions that the agents are spread over; changes no result.");
    private readonly Option<int?> _threads = WholeNumber("--threads", "Number of threads; changes no result.");
    private readonly Option<bool> _json = new("--json") { Description = "Print the content of run.json as the last line, and nothing else." };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Print the result only." };
    private readonly Option<bool> _noReport = new("--no-report") { Description = "Do not write report.html at the end." };

    public void AddTo(Command command)
    {
        command.Options.Add(_partitions);
        command.Options.Add(_threads);
        command.Options.Add(_json);
        command.Options.Add(_quiet);
        command.Options.Add(_noReport);
    }

    /// <summary>True when the command line gives a number of partitions or threads.</summary>
    public bool SaysHowToSpread(SymbolResult result) => result.GetResult(_partitions) is not null || result.GetResult(_threads) is not null;

    public RunSettings Of(ParseResult parsed) => new(
        parsed.GetValue(_partitions), parsed.GetValue(_threads), parsed.GetValue(_json), parsed.GetValue(_quiet), !parsed.GetValue(_noReport));

    private static Option<int?> WholeNumber(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Parse(result, name),
    };

    private static int? Parse(ArgumentResult result, string name)
    {
        string text = result.Tokens[^1].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= MaxCount)
        {
            return number;
        }

        result.AddError($"{name} is {text}; it must be a whole number from 1 to {MaxCount}, e.g. {name} 4");
        return null;
    }
}
