using System.Text.Json;

namespace MarketSim.Reporting.RunFolders;

/// <summary>Reads <c>run.json</c>.</summary>
internal static class RunFactsFile
{
    public const string FileName = "run.json";

    public static RunFacts Read(string runFolder)
    {
        string path = Path.Combine(runFolder, FileName);
        using JsonDocument document = Parse(path);
        return Read(new JsonFields(path, document.RootElement));
    }

    private static RunFacts Read(JsonFields fields)
    {
        var facts = new RunFacts
        {
            Version = fields.Text("version"),
            Scenario = fields.Text("scenario"),
            Seed = fields.TextOrNumber("seed"),
            Fingerprint = fields.Text("fingerprint"),
            StateDigest = fields.Text("stateDigest"),
            Ticks = fields.Count("ticks"),
            Agents = fields.Count("agents"),
            Orders = fields.Count("orders"),
            Trades = fields.Count("trades"),
            Messages = fields.Count("messages"),
            WallSeconds = fields.Number("wallSeconds", 0, double.MaxValue),
            Status = Status(fields),
            Symbol = fields.Text("symbol"),
            TickSize = fields.Number("tickSize", double.Epsilon, double.MaxValue),
            LotSize = fields.Number("lotSize", double.Epsilon, double.MaxValue),
            TickNanoseconds = fields.Count("tickNanoseconds"),
            OpenSeconds = fields.Number("openSeconds", 0, TradingDay.SecondsPerDay),
            CloseSeconds = fields.Number("closeSeconds", 0, TradingDay.SecondsPerDay),
            AgentFailures = fields.Count("agentFailures"),
            Notes = fields.TextsOrNone("notes"),
        };
        return facts.CloseSeconds > facts.OpenSeconds
            ? facts
            : throw fields.Malformed("closeSeconds", $"above openSeconds, {facts.OpenSeconds:R}");
    }

    private static RunStatus Status(JsonFields fields) => fields.Text("status") switch
    {
        "finished" => RunStatus.Finished,
        "interrupted" => RunStatus.Interrupted,
        "failed" => RunStatus.Failed,
        _ => throw fields.Malformed("status", "finished, interrupted or failed"),
    };

    private static JsonDocument Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException exception)
        {
            throw new RunFolderException(
                $"{path}:{exception.LineNumber + 1}: this is not valid JSON near byte {exception.BytePositionInLine + 1} of the line.", exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RunFolderException($"{path}: this file is missing, so {Path.GetDirectoryName(path)} is not the folder of a run.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"{path}: {exception.Message}", exception);
        }
    }
}
