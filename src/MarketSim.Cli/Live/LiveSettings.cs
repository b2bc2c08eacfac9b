using System.CommandLine;
using System.CommandLine.Parsing;
using MarketSim.Cli.Terminal;
using MarketSim.Live;
using MarketSim.Live.Configuration;

namespace MarketSim.Cli.Live;

/// <summary>The options of commands that show a market in a browser.</summary>
internal sealed class LiveSettings
{
    private readonly Option<bool> _live = new("--live") { Description = "Show the market in a browser while it runs: the command prints the page's address. It changes no result." };
    private readonly Option<bool> _paused = new("--live-paused") { Description = "Hold the market before its first tick until somebody lets it continue in the browser." };

    private readonly Option<LiveAddress?> _address = new("--live-address")
    {
        Description = "Where the page is served: a port of this machine, or ADDRESS:PORT. An address that other machines reach needs --live-certificate, and gets a token. Default: any free port of 127.0.0.1.",
        HelpName = "ADDRESS",
        CustomParser = Parse,
    };

    private readonly Option<string?> _certificate = new("--live-certificate") { Description = "Certificate of the page's server, a PEM file.", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--live-key") { Description = "Private key of the certificate, a PEM file; needed where the certificate's file does not hold it.", HelpName = "FILE" };

    /// <param name="isAlwaysLive">True for a command that always serves a page.</param>
    public void AddTo(Command command, bool isAlwaysLive = false)
    {
        if (!isAlwaysLive)
        {
            command.Options.Add(_live);
            command.Options.Add(_paused);
        }

        command.Options.Add(_address);
        command.Options.Add(_certificate);
        command.Options.Add(_key);
        command.Validators.Add(result => ExplainMisfits(result, isAlwaysLive));
    }

    /// <summary>True when the command line asks for a page.</summary>
    public bool IsMeant(SymbolResult result) => IsGiven(result, _live) || IsGiven(result, _paused);

    /// <summary>True when the market waits for a viewer before its first tick.</summary>
    public bool WouldHold(SymbolResult result) => IsGiven(result, _paused);

    // An option that is left out has an implicit result once the line is parsed.
    private static bool IsGiven(SymbolResult result, Option<bool> option) => result.GetResult(option) is { Implicit: false };

    /// <summary>Opens the page of a run that is about to begin, and says where it is.</summary>
    /// <param name="resumedFolder">Null for a new run.</param>
    /// <returns>Null where none is wanted.</returns>
    public async Task<LiveWindow?> OpenAsync(ParseResult parsed, CommandConsole console, TimeProvider timeProvider, string? resumedFolder = null)
    {
        if (!parsed.GetValue(_live) && !parsed.GetValue(_paused))
        {
            return null;
        }

        LiveOptions options = Of(parsed, timeProvider) with { IsPaused = parsed.GetValue(_paused) };
        LiveWindow window = await LiveWindow.OpenAsync(options, resumedFolder).ConfigureAwait(false);
        await SayAsync(console, window, options).ConfigureAwait(false);
        return window;
    }

    public LiveOptions Of(ParseResult parsed, TimeProvider timeProvider)
    {
        LiveAddress address = parsed.GetValue(_address) ?? LiveAddress.Default;
        return new LiveOptions
        {
            TimeProvider = timeProvider,
            Address = address,
            Certificate = parsed.GetValue(_certificate) is { } certificate ? LiveSecrets.ReadCertificate(certificate, parsed.GetValue(_key)) : null,
            Token = LiveSecrets.Token(address),
        };
    }

    /// <summary>To the error output: the standard output is for results.</summary>
    public static async Task SayAsync(CommandConsole console, LiveWindow window, LiveOptions options)
    {
        await console.Error.WriteLineAsync($"marketsim: live at {window.Address}{(options.IsPaused ? " (the market waits until you let it continue there)" : string.Empty)}").ConfigureAwait(false);
        if (!options.Address.IsLoopback)
        {
            await console.Error.WriteLineAsync("marketsim: this page can be reached from other machines; anyone who has the address with its token can read the run and hold it").ConfigureAwait(false);
        }
    }

    private void ExplainMisfits(CommandResult result, bool isAlwaysLive)
    {
        bool saysHow = result.GetResult(_address) is not null || result.GetResult(_certificate) is not null || result.GetResult(_key) is not null;
        if (!isAlwaysLive && saysHow && !IsMeant(result))
        {
            result.AddError("--live-address, --live-certificate and --live-key are about the page; give --live too, or leave them out.");
        }
        else if (result.GetResult(_key) is not null && result.GetResult(_certificate) is null)
        {
            result.AddError("--live-key is the key of a certificate; give --live-certificate FILE too.");
        }
        else if (result.GetResult(_address) is { Tokens: [.., var token] } && LiveAddress.Parse(token.Value) is { IsLoopback: false } address && result.GetResult(_certificate) is null)
        {
            result.AddError($"--live-address {address} can be reached from other machines, where anybody could read the run and hold it: give --live-certificate FILE (TLS; a token is made), or take 127.0.0.1 and reach it through ssh -L.");
        }
    }

    private static LiveAddress? Parse(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        if (LiveAddress.Parse(text) is { } address)
        {
            return address;
        }

        result.AddError($"--live-address is {text}; it must be a port or an address in numbers with one, e.g. 8750 or 127.0.0.1:8750");
        return null;
    }
}
