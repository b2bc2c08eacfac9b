using System.Globalization;
using System.Text.Json;
using MarketSim.Cli.Results;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Experiments.Impact;
using MarketSim.Numerics.Statistics;
using MarketSim.Scenarios;

namespace MarketSim.Cli.Realism;

/// <summary>Sends parent orders into a market on paired seeds, and shows what they did to the price.</summary>
internal sealed class ImpactSession(CommandConsole console, Scenario scenario, ImpactOptions options, string? output, bool isJson)
{
    /// <returns>An <see cref="ExitCode"/>: <see cref="ExitCode.Failed"/> where round trips earn.</returns>
    public int Run()
    {
        using var interruption = new Interruption(Say, InterruptionMessages.OfSweep);
        int done = 0;
        ImpactResult result;
        try
        {
            result = new ImpactExperiment(scenario, options).Run(
                observation => Say(string.Create(CultureInfo.InvariantCulture, $"{++done}: seed {observation.Seed}, {observation.Size:0.0000} of a day's volume in {observation.DurationSeconds:0} s: {Moved(observation)}")),
                interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }

        if (output is not null)
        {
            Say(ImpactTable.Write(ResultFolder.Prepare(output, output), result));
        }

        if (isJson)
        {
            console.Output.WriteLine(ToJson(result));
        }
        else
        {
            Write(result);
        }

        return result.NoRoundTripEarns ? ExitCode.Success : ExitCode.Failed;
    }

    private static string Moved(ImpactObservation observation) => observation.RoundTripProfit is { } profit
        ? string.Create(CultureInfo.InvariantCulture, $"and back, profit {profit * 10_000:0.00} bp")
        : string.Create(CultureInfo.InvariantCulture, $"impact {observation.Impact:0.0000} daily volatilities");

    private static string ToJson(ImpactResult result) => JsonSerializer.Serialize(
        new
        {
            orders = result.Observations.Count,
            exponent = result.Fit.Exponent,
            exponentError = Finite(result.Fit.ExponentError),
            prefactor = result.Fit.Prefactor,
            prefactorError = Finite(result.Fit.PrefactorError),
            bySpeed = result.BySpeed.Select(speed => new { speed = speed.Speed, exponent = speed.Fit.Exponent, error = Finite(speed.Fit.ExponentError), prefactor = speed.Fit.Prefactor }),
            decay = result.Decay.Select(point => new { durations = point.Durations, left = Finite(point.Left), error = Finite(point.Error) }),
            roundTrips = new { mean = Finite(result.RoundTrips.Mean), error = Finite(result.RoundTrips.Error), count = result.RoundTrips.Count, earn = !result.NoRoundTripEarns },
            dailyVolume = result.DailyVolume,
            dailyVolatility = result.DailyVolatility,
        },
        JsonSerializerOptions.Web);

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private void Write(ImpactResult result)
    {
        var table = new TextTable("orders", "exponent", "prefactor");
        table.Add("all speeds", Measured(result.Fit.Exponent, result.Fit.ExponentError), Measured(result.Fit.Prefactor, result.Fit.PrefactorError));
        foreach ((double speed, PowerLawFit fit) in result.BySpeed)
        {
            table.Add(string.Create(CultureInfo.InvariantCulture, $"{speed:0.##} of the volume"), Measured(fit.Exponent, fit.ExponentError), Measured(fit.Prefactor, fit.PrefactorError));
        }

        table.Write(console, "No orders.");
        var decay = new TextTable("after the end, in durations", "impact left");
        foreach ((double durations, double left, double error) in result.Decay)
        {
            decay.Add(string.Create(CultureInfo.InvariantCulture, $"{durations:0.##}"), Measured(left, error));
        }

        decay.Write(console, "No decay.");
        console.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"round trips: {result.RoundTrips.Mean * 10_000:0.00} ± {result.RoundTrips.Error * 10_000:0.00} bp over {result.RoundTrips.Count}; {(result.NoRoundTripEarns ? "none earns" : "they earn, which no real market allows")}"));
    }

    private static string Measured(double value, double error) => string.Create(CultureInfo.InvariantCulture, $"{value:0.00} ± {error:0.00}");

    private void Say(string message)
    {
        if (!isJson)
        {
            console.Error.WriteLine($"marketsim: {message}");
        }
    }
}
