using System.Text.Json;

namespace MarketSim.Results;

/// <summary>Reads <c>run.json</c>.</summary>
public static class SummaryFile
{
    /// <summary>Reads the summary of a run, without <see cref="RunSummary.Episodes"/> and <see cref="RunSummary.Learners"/>, which remain at their defaults.</summary>
    /// <exception cref="RunFolderException">The file is missing or malformed; the message names field and rule.</exception>
    public static RunSummary Read(string runFolder)
    {
        string path = Path.Combine(runFolder, RunFolder.SummaryFile);
        using JsonDocument document = Parse(path);
        RunFolder.ThrowIfServed(runFolder);
        return Read(new JsonFields(path, document.RootElement));
    }

    private static RunSummary Read(JsonFields fields)
    {
        var summary = new RunSummary
        {
            Version = fields.Text("version"),
            Scenario = fields.Text("scenario"),
            Seed = fields.Seed("seed"),
            Fingerprint = fields.Text("fingerprint"),
            FingerprintEvery1000 = fields.Texts("fingerprintEvery1000"),
            FingerprintSpacingTicks = fields.Count("fingerprintSpacingTicks"),
            StateDigest = fields.Text("stateDigest"),
            Ticks = fields.Count("ticks"),
            Agents = (int)fields.Count("agents", int.MaxValue),
            PooledAgents = fields.Has("pooledAgents") ? (int)fields.Count("pooledAgents", int.MaxValue) : 0,
            Partitions = fields.Has("partitions") ? (int)fields.Count("partitions", int.MaxValue) : 0,
            Orders = fields.Count("orders"),
            Trades = fields.Count("trades"),
            Volume = (decimal)fields.NumberAtLeastZero("volume"),
            Messages = fields.Count("messages"),
            WallSeconds = fields.NumberAtLeastZero("wallSeconds"),
            Status = Status(fields),
            Symbol = fields.Text("symbol"),
            TickSize = fields.AmountAboveZero("tickSize"),
            LotSize = fields.AmountAboveZero("lotSize"),
            TickNanoseconds = fields.Count("tickNanoseconds"),
            OpenSeconds = fields.NumberAtLeastZero("openSeconds"),
            CloseSeconds = fields.NumberAtLeastZero("closeSeconds"),
            AgentFailures = fields.Count("agentFailures"),
            Notes = fields.Texts("notes"),
            Groups = fields.Has("groups") ? fields.Value<List<GroupResult>>("groups", "the results by group of agents") : [],
            Venue = fields.Has("venue") ? fields.Value<VenueResult?>("venue", "the result of the venue") : null,
        };
        return summary.CloseSeconds > summary.OpenSeconds
            ? summary
            : throw fields.Malformed("closeSeconds", $"above openSeconds, {summary.OpenSeconds:R}");
    }

    private static RunStatus Status(JsonFields fields) => fields.Text("status") switch
    {
        "running" => RunStatus.Running,
        "finished" => RunStatus.Finished,
        "interrupted" => RunStatus.Interrupted,
        "failed" => RunStatus.Failed,
        _ => throw fields.Malformed("status", "running, finished, interrupted or failed"),
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
