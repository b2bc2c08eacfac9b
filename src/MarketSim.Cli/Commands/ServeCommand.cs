using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Serving.Server;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim serve</c>: environments for Python, and for clients of any other language.</summary>
internal static class ServeCommand
{
    private const string DefaultSocket = "marketsim.sock";
    private const string RunsFolder = "runs";

    public static Command Create(CommandConsole console, TimeProvider timeProvider)
    {
        var listen = new Option<string>("--listen") { Description = $"Where clients connect: {ServerAddress.Rule}.", HelpName = "ADDRESS", DefaultValueFactory = _ => $"unix:{DefaultSocket}" };
        listen.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && ServerAddress.TryParse(text) is null)
            {
                result.AddError($"--listen is {text}; it must be {ServerAddress.Rule}.");
            }
        });
        var runs = new Option<string>("--runs") { Description = "Folder below which runs of clients get their folders.", HelpName = "DIR", DefaultValueFactory = _ => RunsFolder };
        var threads = new Option<int?>("--threads") { Description = "Threads that step the environments of one message. Default: one per processor." };
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
            {
                result.AddError("--threads must be at least 1.");
            }
        });
        var bound = new Option<bool>("--until-stdin-closes") { Description = "End when standard input is closed: for a server that belongs to another program." };
        var command = new ExampleCommand(
            "serve",
            "Serves environments to Python (gymnasium, PettingZoo) and other clients, on this machine only; see src/python.",
            "marketsim serve",
            "marketsim serve --listen tcp://127.0.0.1:0 --threads 2")
        {
            listen, runs, threads, bound,
        };
        command.SetAction(async (parsed, _) =>
        {
            ServerAddress address = ServerAddress.TryParse(parsed.GetRequiredValue(listen))!;
            string? token = address.Path is null ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) : null;
            var options = new EnvironmentServerOptions(token, Path.GetFullPath(parsed.GetRequiredValue(runs)), parsed.GetValue(threads) ?? Environment.ProcessorCount);
            using var interruption = new Interruption(static _ => { });
            EnvironmentServer server = EnvironmentServer.Start(address, options, static name => ScenarioSource.ReadDocument(name), timeProvider);
            await using (server.ConfigureAwait(false))
            {
                await console.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"listening {server.Address}")).ConfigureAwait(false);
                await console.Output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
                await EndAsync(interruption.Token, parsed.GetValue(bound)).ConfigureAwait(false);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static async Task EndAsync(CancellationToken interrupt, bool untilInputCloses)
    {
        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = interrupt.Register(interrupted.SetResult);
        Task end = untilInputCloses ? Task.WhenAny(interrupted.Task, ReadToEndAsync()) : interrupted.Task;
        await end.ConfigureAwait(false);
    }

    private static async Task ReadToEndAsync()
    {
        using Stream input = Console.OpenStandardInput();
        byte[] buffer = new byte[256];
        while (await input.ReadAsync(buffer, CancellationToken.None).ConfigureAwait(false) > 0)
        {
            // Nothing is expected: only that it ends counts.
        }
    }
}
